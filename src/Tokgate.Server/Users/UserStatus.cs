namespace Tokgate.Server.Users;

internal enum UserStatus
{
    Active,
    Blocked,
}
