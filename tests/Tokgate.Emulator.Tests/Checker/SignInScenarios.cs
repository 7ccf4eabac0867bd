using static Tokgate.Emulator.Tests.Checker.CheckedClient;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>For each rule on an authorization request, a client that breaks it.</summary>
internal static class SignInScenarios
{
    public static readonly Dictionary<string, Func<CheckedClient, Task>> All = new(StringComparer.Ordinal)
    {
        ["client-id-instead-of-client-key"] = it => it.AuthorizeAsync(("client_key", null), ("client_id", Key)),
        ["client-key-missing"] = it => it.AuthorizeAsync(("client_key", null)),
        ["client-id-beside-client-key"] = it => it.AuthorizeAsync(("client_id", Key)),
        ["client-key-unknown"] = it => it.AuthorizeAsync(("client_key", "aw-nobody-knows-this")),
        ["app-not-approved"] = it => it.AuthorizeAsync(OnWeb(("client_key", DraftKey))),
        ["credential-whitespace"] = it => it.AuthorizeAsync(("client_key", Key + "\n")),
        ["space-joined-scopes"] = it => it.AuthorizeAsync(("scope", "user.info.basic user.info.profile")),
        ["plus-joined-scopes"] = it => it.AuthorizeAsync(("scope", "user.info.basic+user.info.profile")),
        ["scopes-not-comma-joined"] = it => it.AuthorizeAsync(("scope", "user.info.basic;user.info.profile")),
        ["scope-missing"] = it => it.AuthorizeAsync(("scope", null)),
        ["scope-unknown"] = it => it.AuthorizeAsync(("scope", "openid,user.info.basic")),
        ["scope-not-approved"] = it => it.AuthorizeAsync(("scope", "user.info.basic,video.publish")),
        ["scope-basic-missing"] = it => it.AuthorizeAsync(("scope", "user.info.profile")),
        ["scope-doubled"] = it => it.AuthorizeAsync(("scope", "user.info.basic,user.info.basic")),
        ["redirect-uri-missing"] = it => it.AuthorizeAsync(("redirect_uri", null)),
        ["redirect-uri-differs-by-slash"] = it => it.AuthorizeAsync(("redirect_uri", TikTokPeer.Callback + "/")),
        ["redirect-uri-differs-by-query"] = it => it.AuthorizeAsync(("redirect_uri", TikTokPeer.Callback + "?next=/home")),
        ["redirect-uri-differs-by-fragment"] = it => it.AuthorizeAsync(("redirect_uri", TikTokPeer.Callback + "#home")),
        ["redirect-uri-differs-by-scheme"] = it => it.AuthorizeAsync(OnWeb(("redirect_uri", "http://app.example/cb"))),
        ["redirect-uri-differs-by-case"] = it => it.AuthorizeAsync(("redirect_uri", "http://localhost:5080/SignIn-TikTok")),
        ["redirect-uri-differs-by-encoding"] = it => it.AuthorizeAsync(("redirect_uri", Uri.EscapeDataString(TikTokPeer.Callback))),
        ["redirect-uri-differs-by-loopback-name"] = it => it.AuthorizeAsync(("redirect_uri", "http://127.0.0.1:5080/signin-tiktok")),
        ["redirect-uri-differs-by-port"] = it => it.AuthorizeAsync(("redirect_uri", "http://localhost:5999/signin-tiktok")),
        ["redirect-uri-unregistered"] = it => it.AuthorizeAsync(OnWeb(("redirect_uri", "https://elsewhere.example/back"))),
        ["redirect-uri-too-long"] = it => it.AuthorizeAsync(OnWeb(("redirect_uri", WebCallback + new string('x', 512)))),
        ["redirect-uri-insecure"] = it => it.AuthorizeAsync(OnWeb(("redirect_uri", "http://app.example/cb"))),
        ["loopback-redirect-on-web"] = LoopbackOnWebAsync,
        ["pkce-missing-on-loopback"] = it => it.AuthorizeAsync(("code_challenge", null), ("code_challenge_method", null)),
        ["pkce-missing-on-mobile"] = it => it.AuthorizeAsync(OnWeb(("redirect_uri", PhoneCallback))),
        ["pkce-on-web"] = it => it.AuthorizeAsync(OnWeb(("code_challenge", Hex(Random())), ("code_challenge_method", "S256"))),
        ["pkce-base64url-on-loopback"] = it => it.AuthorizeAsync(("code_challenge", Base64Hash(Random()))),
        ["pkce-base64url-on-web"] = it => it.AuthorizeAsync(OnWeb(("code_challenge", Base64Hash(Random())), ("code_challenge_method", "S256"))),
        ["pkce-plain"] = it => it.AuthorizeAsync(("code_challenge_method", "plain")),
        ["pkce-method-not-s256"] = it => it.AuthorizeAsync(("code_challenge_method", "s256")),
        ["pkce-method-missing"] = it => it.AuthorizeAsync(("code_challenge_method", null)),
        ["pkce-uppercase-hex"] = it => it.AuthorizeAsync(("code_challenge", Hex(Random()).ToUpperInvariant())),
        ["pkce-challenge-malformed"] = it => it.AuthorizeAsync(("code_challenge", "abc")),
        ["pkce-constant"] = ConstantChallengeAsync,
        ["pkce-verifier-in-url"] = it => it.AuthorizeAsync(("code_verifier", Random())),
        ["state-missing"] = it => it.AuthorizeAsync(("state", null)),
        ["state-constant"] = async it =>
        {
            await it.AuthorizeAsync(("state", "the-same-state-as-always"));
            await it.AuthorizeAsync(("state", "the-same-state-as-always"));
        },
        ["state-short"] = it => it.AuthorizeAsync(("state", "xyz")),
        ["secret-at-authorize"] = it => it.AuthorizeAsync(("client_secret", TikTokEmulator.ClientSecret)),
        ["response-type-not-code"] = it => it.AuthorizeAsync(("response_type", "token")),
        ["disable-auto-auth-value"] = it => it.AuthorizeAsync(("disable_auto_auth", "true")),
        ["undocumented-parameter"] = it => it.AuthorizeAsync(("prompt", "login"), ("nonce", Random())),
        ["parameter-doubled"] = it => it.VisitAsync("/v2/auth/authorize/?scope=user.info.basic&" + it.AuthorizeQuery()),
        ["authorize-slash-missing"] = it => it.VisitAsync("/v2/auth/authorize?" + it.AuthorizeQuery()),
    };

    private static async Task LoopbackOnWebAsync(CheckedClient it)
    {
        const string Loopback = "http://localhost:3000/cb";
        await it.TikTok.PutAsync($"/_emulator/apps/{WebKey}", new { allow_insecure_loopback = true, platforms = new { web = (string[])[Loopback] } });
        await it.AuthorizeAsync(OnWeb(("redirect_uri", Loopback)));
    }

    private static async Task ConstantChallengeAsync(CheckedClient it)
    {
        var challenge = Hex(Random());
        await it.AuthorizeAsync(("code_challenge", challenge));
        await it.AuthorizeAsync(("code_challenge", challenge));
    }
}
