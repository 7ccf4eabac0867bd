using Tokgate.Emulator.State;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>Where the browser is to come back, when it is asked and when the code is exchanged.</summary>
internal static class RedirectRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("redirect-uri-missing", Error, At.Authorize, TikTokPages.Web, it => it.Query["redirect_uri"] is null ? "no redirect_uri" : null)
        {
            Title = "redirect_uri is not in the authorization request.",
            Why = "TikTok requires it even if only one is registered.",
            Mend = "Send one of the registered redirect URIs.",
        },
        new("redirect-uri-missing-at-exchange", Error, At.Token, TikTokPages.Tokens, it => it.RedeemsCode && it.Sent("redirect_uri") is null ? "no redirect_uri beside the code" : null)
        {
            Title = "redirect_uri is not sent when the code is exchanged.",
            Why = "TikTok requires it there too, and answers that the parameters are malformed.",
            Mend = "Send the same redirect_uri as in the authorization request.",
        },
        Differs("slash", "its final slash"),
        Differs("query", "a query string", "TikTok registers static addresses only. What the application wants back belongs into state."),
        Differs("fragment", "a fragment", "TikTok registers static addresses only."),
        Differs("scheme", "http instead of https, or the reverse", "Behind a proxy that ends TLS, frameworks make http addresses until they are told of it."),
        Differs("case", "upper and lower case"),
        Differs("encoding", "its encoding: it was encoded twice, or in parts"),
        Differs("loopback-name", "localhost instead of 127.0.0.1, or the reverse", "TikTok does not take the two for the same."),
        Differs("port", "its port", "Only under Desktop may a port be registered as *."),
        new("redirect-uri-unregistered", Error, At.Authorize, TikTokPages.Web, it => AtAuthorize(it) is ("", var came) ? came : null)
        {
            Title = "redirect_uri is not one that the app has registered.",
            Why = "TikTok stays on its page with redirect_uri. Sandbox and production have lists of their own.",
            Mend = "Register the address in TikTok's portal, and here with PUT /_emulator/apps/{client_key}.",
        },
        new("redirect-uri-mismatch", Error, At.Token, TikTokPages.Exchange, it => AtExchange(it) is ("", var came) ? came : null)
        {
            Title = "redirect_uri is another one at the exchange than at the authorization request.",
            Why = "TikTok answers: Redirect_uri is not matched with the uri when requesting code.",
            Mend = "Keep the redirect_uri of the request beside its state, and send it again with the code.",
        },
        new("redirect-uri-too-long", Error, At.Authorize, TikTokPages.Web, it => it.Query["redirect_uri"] is { Length: >= RedirectAddress.TooLong } uri ? Shown.Length(uri) : null)
        {
            Title = "redirect_uri has 512 characters or more.",
            Why = "TikTok registers only shorter ones.",
            Mend = "Shorten the path; what the application wants back belongs into state.",
        },
        new("redirect-uri-insecure", Error, At.Authorize, TikTokPages.Web, it => it.Query["redirect_uri"] is { } uri && uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !RedirectAddress.IsLoopback(uri) ? RedirectAddress.Shown(uri) : null)
        {
            Title = "redirect_uri is http on a host that is not this machine.",
            Why = "TikTok registers https only, but for localhost and 127.0.0.1 under Desktop.",
            Mend = "Serve the callback by https. If it is, the framework behind the proxy does not know it.",
        },
        new("loopback-redirect-on-web", Warning, At.Authorize, TikTokPages.Web, it => it.Query["redirect_uri"] is { } uri && RedirectAddress.IsLoopback(uri) && it.App?.PlatformOf(uri) is AppPlatform.Web ? RedirectAddress.Shown(uri) : null)
        {
            Title = "A loopback redirect URI passes as web, because the app here has allow_insecure_loopback.",
            Why = "TikTok refuses localhost under Web. Under Desktop, where it is allowed, PKCE in hexadecimal is required, so what works here need not work there.",
            Mend = "Register the address under desktop here as well and send the challenge in hexadecimal, or develop under a public https name.",
        },
    ];

    private static Rule Differs(string difference, string words, string why = "TikTok compares byte for byte.") => new(
        $"redirect-uri-differs-by-{difference}",
        Error,
        At.Authorize | At.Token,
        TikTokPages.Web,
        it => (it.Endpoint == At.Authorize ? AtAuthorize(it) : AtExchange(it)) is var (found, came) && found == difference ? came : null)
    {
        Title = $"redirect_uri differs by {words}.",
        Why = $"{why} An authorization request stays on TikTok's page with redirect_uri; an exchange is answered with: Redirect_uri is not matched with the uri when requesting code.",
        Mend = "Send the registered address exactly, and the same one at the exchange.",
        Evidence = Evidence.Integrators,
    };

    private static (string Difference, string Came)? AtAuthorize(Sighting it)
    {
        if (it.Query["redirect_uri"] is not { } came || it.App is not { } app || app.PlatformOf(came) is not null)
        {
            return null;
        }

        var differences = Enum.GetValues<AppPlatform>().SelectMany(platform => app.RedirectUris(platform)).Select(registered => RedirectAddress.Difference(registered, came));
        return (differences.FirstOrDefault(difference => difference is { Length: > 0 }) ?? "", RedirectAddress.Shown(came));
    }

    private static (string Difference, string Came)? AtExchange(Sighting it) =>
        it.RedeemsCode && it.SignIn is { } signIn && it.Sent("redirect_uri") is { } came && RedirectAddress.Difference(signIn.RedirectUri, came) is { } difference
            ? (difference, $"{RedirectAddress.Shown(came)}, not {RedirectAddress.Shown(signIn.RedirectUri)}")
            : null;
}
