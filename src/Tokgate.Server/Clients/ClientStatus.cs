namespace Tokgate.Server.Clients;

internal enum ClientStatus
{
    Active,
    Disabled,
}
