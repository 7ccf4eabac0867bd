namespace Tokgate.Emulator.State;

/// <summary>A live refresh token, and the access token that came with it.</summary>
internal sealed record RefreshGrant(Authorization Authorization, string Scope, string AccessToken, long ExpiresAtMilliseconds)
{
    public bool IsAlive(DateTimeOffset now) => now.ToUnixTimeMilliseconds() < ExpiresAtMilliseconds && !Authorization.IsEnded;
}
