namespace Tokgate.Emulator.State;

/// <summary>A live refresh token, and the access token that came with it.</summary>
internal sealed record RefreshGrant(Authorization Authorization, string Scope, string AccessToken, long ExpiresAtMilliseconds)
{
    /// <summary>Douyin: how often it was renewed since the person signed in.</summary>
    public int Renewals { get; init; }

    public bool IsAlive(DateTimeOffset now) => now.ToUnixTimeMilliseconds() < ExpiresAtMilliseconds && !Authorization.IsEnded;
}
