namespace Tokgate.Server.Management.People;

internal enum PersonSort
{
    CreatedAt,
    LastLogin,
}
