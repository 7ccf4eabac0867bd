using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>Who the client says it is.</summary>
internal static class ClientRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("client-id-instead-of-client-key", Error, At.Authorize | At.Form, TikTokPages.Web, it => it.Sent("client_key") is null && it.Sent("client_id") is not null ? "client_id, and no client_key" : null)
        {
            Title = "The app is named by client_id, and client_key is not there.",
            Why = "TikTok has no client_id. The page stays on TikTok with client_key and errCode 10003, and the token endpoint answers that the parameters are malformed.",
            Mend = "Send the app's key as client_key, in the authorization request and in every token request, refreshes among them. Ordinary OAuth libraries have to be told.",
        },
        new("client-key-missing", Error, At.Authorize | At.Form, TikTokPages.Web, it => it.Sent("client_key") is null && it.Sent("client_id") is null ? "no client_key" : null)
        {
            Title = "client_key is not there.",
            Why = "Nothing works without it; an authorization request stays on TikTok's error page.",
            Mend = "Send the app's key as client_key.",
        },
        new("client-id-beside-client-key", Note, At.Authorize | At.Form, TikTokPages.Web, it => it.Sent("client_key") is not null && it.Sent("client_id") is not null ? "client_id beside client_key" : null)
        {
            Title = "client_id is sent beside client_key.",
            Why = "TikTok passes over it, as far as integrators have seen; it is documented nowhere.",
            Mend = "Leave client_id out, if the library lets you.",
            Evidence = Evidence.Integrators,
        },
        new("client-key-unknown", Error, At.Authorize | At.Form, TikTokPages.Web, it => it.ClientKey is { } key && it.App is null ? $"{Shown.Key(key, isRegistered: false)}, {Shown.Length(key)}" : null)
        {
            Title = "No app is registered under this client_key.",
            Why = "TikTok answers unauthorized_client, and names client_key on its page.",
            Mend = "Use the key of the app, and that of the sandbox with the sandbox's secret. Here apps are registered with POST /_emulator/apps.",
        },
        new("app-not-approved", Error, At.Authorize | At.GetQrCode, TikTokPages.Sandbox, it => it.App is { IsUsable: false } ? "the key of a draft" : null)
        {
            Title = "The app is still a draft.",
            Why = "A production key is unusable until TikTok has approved the app, even for its own developer: unauthorized_client.",
            Mend = "Develop with the key of a sandbox, which needs no approval.",
            Evidence = Evidence.Integrators,
        },
        new("credential-whitespace", Error, At.Authorize | At.Form, TikTokPages.Tokens, it => Padded(it, "client_key") ?? Padded(it, "client_secret"))
        {
            Title = "Key or secret begins or ends with white space.",
            Why = "TikTok takes it as part of the value and answers that key or secret is incorrect. It comes from a copied line or a file's last line break.",
            Mend = "Trim what is read from files and environment variables.",
            Evidence = Evidence.Integrators,
        },
        new("secret-missing", Error, At.ClientForm, TikTokPages.Tokens, it => it.Sent("client_secret") is null ? "no client_secret" : null)
        {
            Title = "client_secret is not in the request.",
            Why = "Unlike in API v1, also a refresh and every poll of a QR code need it: TikTok answers that the client secret is missed.",
            Mend = "Send client_secret in the form, from a server. A program without a server cannot use TikTok's token endpoint by itself.",
        },
        new("secret-wrong", Error, At.ClientForm, TikTokPages.OAuthErrors, WrongSecret)
        {
            Title = "client_secret is not this app's.",
            Why = "TikTok answers invalid_client, with HTTP 200.",
            Mend = "Pair the key with its own secret. Sandbox and production have different ones.",
        },
    ];

    private static string? Padded(Sighting it, string name) => it.Sent(name) is { } value && value != value.Trim() ? $"white space around {name}" : null;

    private static string? WrongSecret(Sighting it) => it.App is not { } app || it.Sent("client_secret") is not { } secret || app.HasSecret(secret) ? null
        : it.Apps.FirstOrDefault(other => other.HasSecret(secret)) is { } owner ? $"the secret of {owner.Name}, another app here"
        : $"{Shown.Length(secret)} that are not this app's secret";
}
