using Tokgate.TikTok;
using VaultApp = Tokgate.Vault.TikTokApp;

namespace Tokgate.Server.Connections;

internal sealed class TikTokUpstream(TikTokClient client) : IUpstreamClient
{
    /// <summary>For what only TikTok has: QR codes, revocation, the token proxy.</summary>
    public TikTokClient Client { get; } = client;

    public string BuildAuthorizationUri(TikTokAuthorizationRequest request) => Client.BuildAuthorizationUri(request);

    public Task<TikTokResult<TikTokTokens>> ExchangeCodeAsync(AuthorizationCode code, string redirectUri, CodeVerifier? codeVerifier, CancellationToken cancellationToken) =>
        Client.ExchangeCodeAsync(code, redirectUri, codeVerifier, cancellationToken);

    public Task<TikTokResult<TikTokUser>> GetUserAsync(TikTokTokens tokens, TikTokScopes granted, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken) =>
        Client.GetUserAsync(tokens.AccessToken, granted, fields, cancellationToken);

    public Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken) => Client.GetClientTokenAsync(cancellationToken);

    public VaultApp ForVault(string version) => new(Client, version);
}
