using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>Tokens that somebody else received, given to the vault to keep: by a sign-in, or from another system.</summary>
public sealed class GrantHandOver
{
    /// <summary>The client key of the TikTok app that the tokens were given to.</summary>
    public required string TikTokApp { get; init; }

    /// <summary>The application's name for the way in.</summary>
    public required string Connection { get; init; }

    /// <summary>Whose grant it is, by the application's own key.</summary>
    public required string Owner { get; init; }

    /// <summary>The user within the TikTok app (<c>open_id</c>).</summary>
    public required string OpenId { get; init; }

    /// <summary>What was granted.</summary>
    public required TikTokScopes Scopes { get; init; }

    /// <summary>What calls on behalf of the user send as <c>Bearer</c>.</summary>
    public required AccessToken AccessToken { get; init; }

    /// <summary>When it dies. In the past is fine: it is refreshed when it is asked for.</summary>
    public required DateTimeOffset AccessExpiresAt { get; init; }

    /// <summary>The refresh token; null when there is none, and then the grant ends with its access token.</summary>
    public RefreshToken? RefreshToken { get; init; }

    /// <summary>When the refresh token dies; null when it is not known.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; init; }

    /// <summary>When the person agreed at TikTok; null is now.</summary>
    public DateTimeOffset? AuthorizedAt { get; init; }

    /// <summary>Takes what an exchange gave.</summary>
    /// <param name="tikTokApp">The client key of the app.</param>
    /// <param name="connection">The application's name for the way in.</param>
    /// <param name="owner">Whose grant it is.</param>
    /// <param name="tokens">What TikTok answered.</param>
    /// <returns>Ready to be kept.</returns>
    public static GrantHandOver From(string tikTokApp, string connection, string owner, TikTokTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new GrantHandOver
        {
            TikTokApp = tikTokApp,
            Connection = connection,
            Owner = owner,
            OpenId = tokens.OpenId,
            Scopes = tokens.Scopes,
            AccessToken = tokens.AccessToken,
            AccessExpiresAt = tokens.ExpiresAt,
            RefreshToken = tokens.RefreshToken,
            RefreshExpiresAt = tokens.RefreshExpiresAt,
            AuthorizedAt = tokens.ReceivedAt,
        };
    }

    /// <summary>Whose it is not: no token and no person.</summary>
    /// <returns>The connection's name.</returns>
    public override string ToString() => Connection;
}
