using System.Diagnostics.CodeAnalysis;
using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>An access token that is written down already, or why there is none.</summary>
public sealed class TokenAnswer
{
    internal TokenAnswer(TokenStanding standing, Grant? grant, AccessToken? accessToken = null)
    {
        Standing = standing;
        Grant = grant;
        AccessToken = accessToken;
    }

    /// <summary>The answer for whoever has no grant to ask for.</summary>
    public static TokenAnswer NotFound { get; } = new(TokenStanding.NotFound, null);

    /// <summary>Whether there is one.</summary>
    public TokenStanding Standing { get; }

    /// <summary>Whether <see cref="AccessToken"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(AccessToken), nameof(Grant))]
    public bool IsActive => AccessToken is not null;

    /// <summary>There is none, and only the person's signing in with TikTok again gives one.</summary>
    public bool IsReauthenticationRequired => Standing is TokenStanding.NotFound or TokenStanding.NeedsReauthorization or TokenStanding.Revoked;

    /// <summary>What calls on behalf of the user send as <c>Bearer</c>; null unless active.</summary>
    public AccessToken? AccessToken { get; }

    /// <summary>The grant as it was read, with generation, deadlines, scopes, state and cause; null when there is none.</summary>
    public Grant? Grant { get; }

    /// <summary>What of the needed scopes was not granted; empty when all was.</summary>
    public TikTokScopes MissingScopes { get; internal init; } = TikTokScopes.None;

    /// <summary>When asking again may help; null unless unavailable.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Why there is none, or why the last refresh failed; null when nothing failed.</summary>
    public AttemptCause? Cause { get; internal init; }

    /// <summary>Standing and grant.</summary>
    /// <returns>No token.</returns>
    public override string ToString() => Grant is null ? $"{Standing}" : $"{Standing}: {Grant}";
}
