using Tokgate.TikTok;
using VaultApp = Tokgate.Vault.TikTokApp;

namespace Tokgate.Server.Connections;

/// <summary>What a sign-in needs of the service that an app is registered at.</summary>
internal interface IUpstreamClient
{
    /// <summary>The service's page; what it has no parameter for is left out.</summary>
    string BuildAuthorizationUri(TikTokAuthorizationRequest request);

    Task<TikTokResult<TikTokTokens>> ExchangeCodeAsync(AuthorizationCode code, string redirectUri, CodeVerifier? codeVerifier, CancellationToken cancellationToken);

    /// <summary>The profile in TikTok's words, whichever service tells it.</summary>
    Task<TikTokResult<TikTokUser>> GetUserAsync(TikTokTokens tokens, TikTokScopes granted, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken);

    Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken);

    VaultApp ForVault(string version);
}
