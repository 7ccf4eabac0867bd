using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>Secrets in places where others read them.</summary>
internal static class SecretRules
{
    private const int ShortestSecret = 12;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("secret-at-authorize", Error, At.Authorize, TikTokPages.Web, it => SecretParameter(it) is { } name ? $"the secret as {name}" : null)
        {
            Title = "The client's secret is in the authorization request.",
            Why = "Every person who signs in gets it in the address bar, and it stands in histories and logs. TikTok does not want it there.",
            Mend = "Take it out, and make a new secret in TikTok's portal: the old one is public.",
        },
        new("secret-in-url", Error, At.Form | At.Api | At.Elsewhere, TikTokPages.Tokens, it => SecretParameter(it) is { } name ? $"the secret as {name} in the address" : null)
        {
            Title = "The client's secret is in the address of a request.",
            Why = "Addresses are logged by proxies and servers. Only API v1 took it there; v2 reads the form alone.",
            Mend = "Send client_secret in a form body, and make a new secret in TikTok's portal.",
        },
        new("token-in-url", Error, At.Form | At.Api | At.Elsewhere, TikTokPages.Introduction, TokenInUrl)
        {
            Title = "A token is in the address of a request.",
            Why = "Addresses are logged by proxies and servers, and TikTok does not read it there.",
            Mend = "Send an access token as Authorization: Bearer, a refresh token in the form body.",
        },
        new("code-in-url", Error, At.Token | At.Elsewhere, TikTokPages.Tokens, it => it.Query["code"] is not null ? "code in the address" : null)
        {
            Title = "The code is in the address of the token request.",
            Why = "That was API v1. v2 reads the form alone, and answers that the parameters are malformed.",
            Mend = "Send everything in a form body.",
        },
        new("secret-in-browser", Error, At.Form, TikTokPages.Tokens, it => it.Request.Origin.Length > 0 || it.Request.Method == "OPTIONS" ? $"{it.Request.Method} with an Origin, as a page sends it" : null)
        {
            Title = "The token endpoint is asked by a web page.",
            Why = "The request needs the client's secret, which everybody then reads in the page; and TikTok does not answer pages of other origins.",
            Mend = "Exchange the code on a server.",
        },
    ];

    private static string? SecretParameter(Sighting it)
    {
        foreach (var (name, value) in it.Query.All)
        {
            if (name is "client_secret" or "app_secret" || (value.Length >= ShortestSecret && it.App?.HasSecret(value) == true))
            {
                return Shown.Short(name, 32);
            }
        }

        return null;
    }

    private static string? TokenInUrl(Sighting it)
    {
        foreach (var (name, value) in it.Query.All)
        {
            if (name is "access_token" or "refresh_token"
                || (name == "token" && it.Endpoint is At.Revoke or At.CheckQrCode)
                || value.StartsWith("act.", StringComparison.Ordinal) || value.StartsWith("rft.", StringComparison.Ordinal))
            {
                return $"{Shown.Short(name, 32)} in the address";
            }
        }

        return null;
    }
}
