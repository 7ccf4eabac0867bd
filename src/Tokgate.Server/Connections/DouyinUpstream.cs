using System.Text.Json;
using Tokgate.TikTok;
using VaultApp = Tokgate.Vault.TikTokApp;

namespace Tokgate.Server.Connections;

/// <summary>Douyin as an upstream. Its profile is told in TikTok's words, so that mappings, claims and whoever reads them need not know which service it was.</summary>
internal sealed class DouyinUpstream(DouyinClient client) : IUpstreamClient
{
    // No PKCE, no language and no way to ask anew: Douyin's page shows a QR code every time.
    public string BuildAuthorizationUri(TikTokAuthorizationRequest request) => client.BuildAuthorizationUri(new DouyinAuthorizationRequest
    {
        RedirectUri = request.RedirectUri,
        Scopes = request.Scopes,
        State = request.State,
        AdditionalParameters = request.AdditionalParameters,
    });

    public Task<TikTokResult<TikTokTokens>> ExchangeCodeAsync(AuthorizationCode code, string redirectUri, CodeVerifier? codeVerifier, CancellationToken cancellationToken) =>
        client.ExchangeCodeAsync(code, cancellationToken);

    public async Task<TikTokResult<TikTokUser>> GetUserAsync(TikTokTokens tokens, TikTokScopes granted, IReadOnlyCollection<string>? fields, CancellationToken cancellationToken)
    {
        var answer = await client.GetUserAsync(tokens.AccessToken, tokens.OpenId, cancellationToken);
        return answer.IsSuccess ? TikTokResult.Success(InTikToksWords(answer.Value), answer.LogId) : TikTokResult.Failure<TikTokUser>(answer.Error);
    }

    public Task<TikTokResult<TikTokClientToken>> GetClientTokenAsync(CancellationToken cancellationToken) => client.GetClientTokenAsync(cancellationToken);

    public VaultApp ForVault(string version) => new(client, version);

    private static TikTokUser InTikToksWords(DouyinUser user)
    {
        var words = new Dictionary<string, string?>
        {
            ["open_id"] = user.OpenId,
            ["union_id"] = user.UnionId,
            ["display_name"] = user.Nickname,
            ["avatar_url"] = user.Avatar,
            ["e_account_role"] = user.BusinessRole,
        };
        return new TikTokUser
        {
            OpenId = user.OpenId,
            UnionId = user.UnionId,
            DisplayName = user.Nickname,
            AvatarUrl = user.Avatar,
            Json = JsonSerializer.SerializeToElement(words.Where(static pair => pair.Value is not null).ToDictionary(), DouyinWords.Default.DictionaryStringString),
        };
    }
}
