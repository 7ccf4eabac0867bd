namespace Tokgate.Server.Grants;

internal sealed record RefreshRotation(RefreshHandle Live, RefreshHandle Successor, DateTimeOffset ExpiresAt);
