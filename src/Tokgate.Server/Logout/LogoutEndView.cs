namespace Tokgate.Server.Logout;

internal sealed record LogoutEndView(bool IsSignedOut);
