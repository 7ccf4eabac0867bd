namespace Tokgate.Emulator.State;

/// <summary>A live access token. A client token has no authorization: it speaks for the app alone.</summary>
internal sealed record AccessGrant(string ClientKey, Authorization? Authorization, string Scope, long ExpiresAtMilliseconds)
{
    public bool IsAlive(DateTimeOffset now) => now.ToUnixTimeMilliseconds() < ExpiresAtMilliseconds && Authorization is not { IsEnded: true };
}
