using System.Text;

namespace Tokgate.TikTok;

/// <summary>Checks an authorization request and writes its address.</summary>
internal static class AuthorizationUri
{
    private const string Path = "/v2/auth/authorize/";

    // Beside what is set here: a client_id or client_secret in this address is a fault every time (peers have leaked the secret so).
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "client_key", "client_id", "client_secret", "response_type", "scope", "redirect_uri", "state", "disable_auto_auth",
        "code_challenge", "code_challenge_method", "code_verifier", "lang", "code",
    };

    public static string Build(string clientKey, TikTokEndpoints endpoints, TikTokAuthorizationRequest request)
    {
        TikTokConfigurationException.ThrowIfAny([.. Validate(request)]);

        return With(TikTokEndpoints.Join(endpoints.Authorization, Path), Parameters(clientKey, request));
    }

    public static string With(string page, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var address = new StringBuilder(page);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            // Percent-encoding by RFC 3986: a plus for a space, and a bare comma, are read differently by different servers.
            address.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return address.ToString();
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(string clientKey, TikTokAuthorizationRequest request)
    {
        // TikTok names it client_key, instead of RFC 6749's client_id (section 4.1.1).
        yield return new("client_key", clientKey);
        yield return new("response_type", "code");
        yield return new("scope", request.Scopes.ToString());
        yield return new("redirect_uri", request.RedirectUri);
        yield return new("state", request.State);

        if (request.DisableAutoAuth is { } disable)
        {
            yield return new("disable_auto_auth", disable ? "1" : "0");
        }

        if (request.CodeChallenge is { } challenge)
        {
            yield return new("code_challenge", challenge);
            yield return new("code_challenge_method", "S256");
        }

        if (request.Language is { } language)
        {
            yield return new("lang", language);
        }

        foreach (var parameter in request.AdditionalParameters)
        {
            yield return parameter;
        }
    }

    private static IEnumerable<TikTokProblem> Validate(TikTokAuthorizationRequest request)
    {
        var platform = request.Platform ?? TikTokRedirectUri.PlatformOf(request.RedirectUri);
        foreach (var problem in TikTokRedirectUri.Check(request.RedirectUri, platform))
        {
            yield return new TikTokProblem(problem.Id, nameof(request.RedirectUri), problem.Message);
        }

        if (TikTokRedirectUri.HasWildcardPort(request.RedirectUri))
        {
            yield return new TikTokProblem(
                ErrorIds.RedirectUriWildcard, nameof(request.RedirectUri), "The port * stands in registrations only; send the port that you listen on.");
        }

        if (request.Scopes.Count == 0)
        {
            yield return new TikTokProblem(ErrorIds.ScopesMissing, nameof(request.Scopes), $"Ask for at least one scope, such as {TikTokScopeNames.UserInfoBasic}.");
        }

        if (StateProblem(request.State) is { } stateProblem)
        {
            yield return stateProblem;
        }

        if (request.CodeChallenge is { } challenge && !IsHexChallenge(challenge))
        {
            yield return new TikTokProblem(
                ErrorIds.CodeChallengeMalformed, nameof(request.CodeChallenge), "TikTok wants 64 lower-case hexadecimal digits, not base64url; use CodeVerifier.ToChallenge().");
        }

        if (request.CodeChallenge is null && TikTokPkce.ModeFor(platform) == TikTokPkceMode.HexS256)
        {
            yield return new TikTokProblem(
                ErrorIds.CodeChallengeMissing, nameof(request.CodeChallenge), $"TikTok requires PKCE for {platform}; make a CodeVerifier, keep it for the exchange and send its challenge.");
        }

        foreach (var problem in Additional(request.AdditionalParameters, s_reserved))
        {
            yield return problem;
        }
    }

    public static TikTokProblem? StateProblem(string? state) => string.IsNullOrEmpty(state)
        ? new TikTokProblem(
            ErrorIds.StateMissing,
            nameof(TikTokAuthorizationRequest.State),
            "Give an unguessable state, bound to the browser; without it anyone can sign a victim in as themselves.")
        : null;

    public static IEnumerable<TikTokProblem> Additional(IEnumerable<KeyValuePair<string, string>> parameters, IEnumerable<string> reserved)
    {
        var names = new HashSet<string>(reserved, StringComparer.OrdinalIgnoreCase);
        foreach (var name in parameters.Select(static parameter => parameter.Key))
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
            {
                yield return new TikTokProblem(
                    ErrorIds.ParameterReserved,
                    nameof(TikTokAuthorizationRequest.AdditionalParameters),
                    $"\"{name}\" is reserved, doubled or empty; use the request's own property if there is one.");
            }
        }
    }

    private static bool IsHexChallenge(string challenge) => challenge.Length == 64 && challenge.All(char.IsAsciiHexDigitLower);
}
