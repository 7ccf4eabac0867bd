using System.Text.Json;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;
using VaultApp = Tokgate.Vault.TikTokApp;

namespace Tokgate.Server.Connections;

/// <summary>Douyin as an upstream. Its profile is told in TikTok's words, so that mappings, claims and whoever reads them need not know which service it was.</summary>
internal sealed class DouyinUpstream(DouyinClient client) : IUpstreamClient
{
    /// <summary>The one of the connection's <c>upstream_params</c> that is no parameter like any other.</summary>
    public const string OptionalScope = "optionalScope";

    // No PKCE, no language and no way to ask anew: Douyin's page shows a QR code every time.
    public string BuildAuthorizationUri(TikTokAuthorizationRequest request) => client.BuildAuthorizationUri(new DouyinAuthorizationRequest
    {
        RedirectUri = request.RedirectUri,
        Scopes = request.Scopes,
        OptionalScopes = [.. request.AdditionalParameters.Where(static pair => pair.Key == OptionalScope).SelectMany(static pair => OptionalScopesOf(pair.Value) ?? []).Where(scope => !request.Scopes.Contains(scope.Name))],
        State = request.State,
        AdditionalParameters = [.. request.AdditionalParameters.Where(static pair => pair.Key != OptionalScope)],
    });

    /// <summary>Pairs of a name and 0 or 1, as Douyin writes them; null when it is no such list.</summary>
    public static IReadOnlyList<DouyinOptionalScope>? OptionalScopesOf(string list)
    {
        var parts = list.Split(',').Chunk(2).ToList();
        return parts.TrueForAll(static pair => pair is [{ Length: > 0 } name, "0" or "1"] && Scope.IsWord(name)) && parts.Select(static pair => pair[0]).Distinct(StringComparer.Ordinal).Count() == parts.Count
            ? [.. parts.Select(static pair => new DouyinOptionalScope(pair[0], pair[1] == "1"))]
            : null;
    }

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
