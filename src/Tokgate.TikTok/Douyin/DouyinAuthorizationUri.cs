namespace Tokgate.TikTok;

/// <summary>Checks an authorization request to Douyin and writes its address.</summary>
internal static class DouyinAuthorizationUri
{
    private const string Path = "/platform/oauth/connect/";

    private static readonly string[] s_reserved =
        ["client_key", "client_id", "client_secret", "response_type", "scope", "optionalScope", "redirect_uri", "state", "code"];

    public static string Build(string clientKey, DouyinEndpoints endpoints, DouyinAuthorizationRequest request)
    {
        TikTokConfigurationException.ThrowIfAny([.. Validate(request, endpoints)]);
        return AuthorizationUri.With(TikTokEndpoints.Join(endpoints.Address, Path), Parameters(clientKey, request));
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(string clientKey, DouyinAuthorizationRequest request)
    {
        yield return new("client_key", clientKey);
        yield return new("response_type", "code");
        yield return new("scope", request.Scopes.ToString());
        if (request.OptionalScopes.Count > 0)
        {
            // Douyin puts names and ticks into one list: friend_relation,1,message,0. Its spelling of the parameter is this one.
            yield return new("optionalScope", string.Join(',', request.OptionalScopes.Select(static scope => $"{scope.Name},{(scope.IsTicked ? '1' : '0')}")));
        }

        yield return new("redirect_uri", request.RedirectUri);
        yield return new("state", request.State);
        foreach (var parameter in request.AdditionalParameters)
        {
            yield return parameter;
        }
    }

    private static IEnumerable<TikTokProblem> Validate(DouyinAuthorizationRequest request, DouyinEndpoints endpoints)
    {
        if (RedirectUriFault(request.RedirectUri, endpoints.Address.IsLoopback) is { } fault)
        {
            yield return new TikTokProblem(ErrorIds.DouyinRedirectUri, nameof(request.RedirectUri), fault);
        }

        if (request.Scopes.Count == 0)
        {
            yield return new TikTokProblem(ErrorIds.ScopesMissing, nameof(request.Scopes), $"Ask for at least one scope, such as {DouyinScopeNames.UserInfo}.");
        }

        if (AuthorizationUri.StateProblem(request.State) is { } stateProblem)
        {
            yield return stateProblem;
        }

        if (OptionalScopeFault(request) is { } scopeFault)
        {
            yield return new TikTokProblem(ErrorIds.DouyinOptionalScope, nameof(request.OptionalScopes), scopeFault);
        }

        foreach (var problem in AuthorizationUri.Additional(request.AdditionalParameters, s_reserved))
        {
            yield return problem;
        }
    }

    // As text, as Douyin compares it; it cuts the fragment off before.
    private static string? RedirectUriFault(string uri, bool isEmulated) => RedirectUriParts.Split(uri) switch
    {
        null => "It is not an absolute URI such as https://app.example/callback.",
        { HasCredentials: true } => "It must hold no user name or password.",
        { HasQuery: true } => "It must have no query; carry data in state.",
        { Host.Length: 0 } => "It names no host.",
        var parts when parts.IsScheme("https") => null,
        var parts when isEmulated && parts.IsScheme("http") && TikTokRedirectUri.PlatformOf(uri) == TikTokPlatform.Desktop => null,
        _ => "Its scheme must be https. Only an emulator on this machine takes http, and only for this machine's addresses.",
    };

    private static string? OptionalScopeFault(DouyinAuthorizationRequest request)
    {
        try
        {
            var optional = TikTokScopes.Of(request.OptionalScopes.Select(static scope => scope.Name));
            return optional.Count < request.OptionalScopes.Count ? "A scope stands there twice."
                : optional.FirstOrDefault(request.Scopes.Contains) is { } both ? $"\"{both}\" is among the scopes that the user must grant too; take it out of one of the two."
                : null;
        }
        catch (ArgumentException)
        {
            return "A name is empty or holds a comma, white space or a control character.";
        }
    }
}
