using System.Text;
using static Tokgate.Emulator.Tests.Checker.CheckedClient;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>
/// The known defects of clients that cannot run here, as the requests that their sources send: each is told by name. Those from npm run unmodified
/// in tests/peers.
/// </summary>
public sealed class PeerDefectTests(CheckedEmulator emulator) : IClassFixture<CheckedEmulator>
{
    private const string Token = "/v2/oauth/token/";

    private static readonly Dictionary<string, Func<CheckedClient, Task>> Defects = new(StringComparer.Ordinal)
    {
        ["Socialite refreshes with client_id"] = async it => await it.RefreshAsync((await it.SignInAsync()).Refresh, ("client_key", null), ("client_id", Key)),
        ["Socialite has no PKCE on loopback"] = it => it.AuthorizeAsync(("code_challenge", null), ("code_challenge_method", null)),
        ["Socialite asks for username whatever was granted"] = async it =>
        {
            await it.TikTok.ConsentAsync("creator_full", ["user.info.basic"]);
            await it.UserInfoAsync((await it.SignInAsync()).Access, "open_id,union_id,display_name,avatar_large_url,username");
        },
        ["Socialite does not see an error in a 200"] = GoesOnAsync("Bearer "),
        ["goth asks for authorization at v1"] = it => it.VisitAsync($"/platform/oauth/connect/?client_key={Key}&response_type=code&scope=user.info.basic&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state={Random()}"),
        ["goth exchanges at v1 with the secret in the address"] = VersionOneTokenAsync,
        ["goth refreshes at v1 without the secret"] = it => it.SendAsync(HttpMethod.Post, $"/oauth/refresh_token/?client_key={Key}&grant_type=refresh_token&refresh_token=rft.of-v1-or-so"),
        ["goth reads the profile at v1 with the token in the address"] = it => it.SendAsync(HttpMethod.Get, $"/oauth/userinfo/?access_token=act.of-v1-or-so&open_id=-000&client_key={Key}"),
        ["Casdoor is goth"] = VersionOneTokenAsync,
        ["omniauth-tiktok is of v1"] = it => it.SendAsync(HttpMethod.Post, $"/oauth/access_token?client_key={Key}", null, null, ("Host", "open-api.tiktok.com")),
        ["omniauth-tiktok-loginkit joins scopes as its user wrote them"] = it => it.AuthorizeAsync(("scope", "user.info.basic user.info.profile")),
        ["keycloak-tiktok sends both keys"] = it => it.AuthorizeAsync(OnWeb(("client_id", WebKey))),
        ["keycloak-tiktok has base64url PKCE"] = it => it.AuthorizeAsync(OnWeb(("code_challenge", Base64Hash(Random())), ("code_challenge_method", "S256"))),
        ["keycloak-tiktok before 1.1 joins scopes with spaces and asks for openid"] = it => it.AuthorizeAsync(("scope", "openid user.info.basic")),
        ["authentik has no PKCE on loopback"] = it => it.AuthorizeAsync(("code_challenge", null), ("code_challenge_method", null)),
        ["Nango never sends the verifier of its challenge"] = async it => await it.RedeemAsync(
            await it.AuthorizeAsync(OnWeb(("code_challenge", Base64Hash(Random())), ("code_challenge_method", "S256"))), AtWeb()),
        ["Nango has base64url PKCE on loopback"] = it => it.AuthorizeAsync(("code_challenge", Base64Hash(Random()))),
        ["Appwrite does not see an error in a 200"] = GoesOnAsync("Bearer"),
        ["Appwrite asks for fixed fields"] = async it =>
        {
            await it.TikTok.ConsentAsync("creator_full", ["user.info.basic"]);
            await it.UserInfoAsync((await it.SignInAsync()).Access, "open_id,display_name,username");
        },
        ["a .NET fork (Darkn1es) authorizes with client_id and spaces"] = it => it.AuthorizeAsync(("client_key", null), ("client_id", Key), ("scope", "user.info.basic user.info.profile")),
        ["a .NET fork (Darkn1es, stormholder) exchanges with client_id"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("client_key", null), ("client_id", Key)),
        ["a .NET fork (Darkn1es, stormholder) calls v1"] = it => it.FormAsync(
            "/oauth/access_token/", Changed(new() { ["client_id"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["code"] = "a-code" }), null),
        ["a .NET fork has base64url PKCE on loopback"] = it => it.AuthorizeAsync(("code_challenge", Base64Hash(Random()))),
        ["the Auth0 proxy exchanges at v1 with the secret in the address"] = VersionOneTokenAsync,
        ["the Auth0 proxy answers 200 to a refusal and Auth0 goes on"] = GoesOnAsync("Bearer undefined"),
        ["nuxt-auth-utils puts its verifier into the address"] = it => it.AuthorizeAsync(("code_challenge", Hex("abc123")), ("code_verifier", "abc123")),
        ["nuxt-auth-utils has one verifier for everybody"] = async it =>
        {
            for (var i = 0; i < 2; i++)
            {
                await it.RedeemAsync(await it.AuthorizeAsync(("code_challenge", Hex("abc123"))), ("code_verifier", "abc123"));
            }
        },
        ["nuxt-auth-utils has a verifier of six characters"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(("code_challenge", Hex("abc123"))), ("code_verifier", "abc123")),
        ["better-auth 1.7.1 leaked the secret into the authorization request"] = it => it.AuthorizeAsync(("client_secret", TikTokEmulator.ClientSecret)),
        ["django-allauth has base64url PKCE when it is switched on"] = it => it.AuthorizeAsync(("code_challenge", Base64Hash(Random()))),
        ["passport-tiktok-auth in its v1 mode"] = VersionOneTokenAsync,
        ["grant of 2022 reads the profile with a POST of JSON"] = async it => await it.SendAsync(
            HttpMethod.Post, "/v2/user/info/", new StringContent("""{"access_token":"act.x","fields":["open_id"]}""", Encoding.UTF8, "application/json"), "Bearer " + (await it.SignInAsync()).Access),
        ["Ory's page names a scope for email"] = it => it.AuthorizeAsync(("scope", "user.info.basic,user.info.email")),
        ["Supabase's custom provider cannot send client_key to the token endpoint"] = async it => await it.FormAsync(
            Token, Changed(new() { ["client_id"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["grant_type"] = "authorization_code", ["code"] = await it.AuthorizeAsync(), ["redirect_uri"] = TikTokPeer.Callback })),
        ["FusionAuth takes TikTok for an OpenID provider"] = it => it.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration", null, null, ("Host", "www.tiktok.com")),
        ["n8n, expo-auth-session, node-oauth and satellizer cannot rename client_id"] = it => it.AuthorizeAsync(("client_key", null), ("client_id", Key)),
        ["reactjs-social-login authorizes at v1"] = it => it.VisitAsync($"/auth/authorize/?client_key={Key}&response_type=code&scope=user.info.basic"),
        ["trypost refreshes fresh tokens over and over"] = TokenScenarios.All["refresh-too-early"],
        ["trypost's workers refresh at once"] = TokenScenarios.All["refresh-race"],
        ["postiz sends a verifier without a challenge"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(OnWeb()), AtWeb(("code_verifier", Random()))),
        ["postiz asked for scopes that there are not"] = it => it.AuthorizeAsync(("scope", "user.info.basic,video.create")),
        ["react-native-tiktok has base64url PKCE"] = it => it.AuthorizeAsync(OnWeb(("redirect_uri", PhoneCallback), ("code_challenge", Base64Hash(Random())), ("code_challenge_method", "S256"))),
    };

    public static TheoryData<string, string> Expected => new()
    {
        { "Socialite refreshes with client_id", "client-id-instead-of-client-key" },
        { "Socialite has no PKCE on loopback", "pkce-missing-on-loopback" },
        { "Socialite asks for username whatever was granted", "partial-grant-ignored" },
        { "Socialite does not see an error in a 200", "error-in-200-ignored" },
        { "goth asks for authorization at v1", "v1-path" },
        { "goth exchanges at v1 with the secret in the address", "v1-path secret-in-url code-in-url" },
        { "goth refreshes at v1 without the secret", "v1-path token-in-url" },
        { "goth reads the profile at v1 with the token in the address", "v1-path token-in-url" },
        { "Casdoor is goth", "v1-path secret-in-url" },
        { "omniauth-tiktok is of v1", "v1-path v1-host" },
        { "omniauth-tiktok-loginkit joins scopes as its user wrote them", "space-joined-scopes" },
        { "keycloak-tiktok sends both keys", "client-id-beside-client-key" },
        { "keycloak-tiktok has base64url PKCE", "pkce-base64url-on-web" },
        { "keycloak-tiktok before 1.1 joins scopes with spaces and asks for openid", "space-joined-scopes scope-unknown" },
        { "authentik has no PKCE on loopback", "pkce-missing-on-loopback" },
        { "Nango never sends the verifier of its challenge", "pkce-verifier-missing-on-web pkce-base64url-on-web" },
        { "Nango has base64url PKCE on loopback", "pkce-base64url-on-loopback" },
        { "Appwrite does not see an error in a 200", "error-in-200-ignored" },
        { "Appwrite asks for fixed fields", "partial-grant-ignored" },
        { "a .NET fork (Darkn1es) authorizes with client_id and spaces", "client-id-instead-of-client-key space-joined-scopes" },
        { "a .NET fork (Darkn1es, stormholder) exchanges with client_id", "client-id-instead-of-client-key" },
        { "a .NET fork (Darkn1es, stormholder) calls v1", "v1-path" },
        { "a .NET fork has base64url PKCE on loopback", "pkce-base64url-on-loopback" },
        { "the Auth0 proxy exchanges at v1 with the secret in the address", "v1-path secret-in-url" },
        { "the Auth0 proxy answers 200 to a refusal and Auth0 goes on", "error-in-200-ignored" },
        { "nuxt-auth-utils puts its verifier into the address", "pkce-verifier-in-url" },
        { "nuxt-auth-utils has one verifier for everybody", "pkce-constant" },
        { "nuxt-auth-utils has a verifier of six characters", "pkce-verifier-shape" },
        { "better-auth 1.7.1 leaked the secret into the authorization request", "secret-at-authorize" },
        { "django-allauth has base64url PKCE when it is switched on", "pkce-base64url-on-loopback" },
        { "passport-tiktok-auth in its v1 mode", "v1-path secret-in-url" },
        { "grant of 2022 reads the profile with a POST of JSON", "wrong-method fields-in-body" },
        { "Ory's page names a scope for email", "scope-unknown" },
        { "Supabase's custom provider cannot send client_key to the token endpoint", "client-id-instead-of-client-key" },
        { "FusionAuth takes TikTok for an OpenID provider", "oidc-discovery" },
        { "n8n, expo-auth-session, node-oauth and satellizer cannot rename client_id", "client-id-instead-of-client-key" },
        { "reactjs-social-login authorizes at v1", "v1-path" },
        { "trypost refreshes fresh tokens over and over", "refresh-too-early" },
        { "trypost's workers refresh at once", "refresh-race" },
        { "postiz sends a verifier without a challenge", "pkce-verifier-without-challenge" },
        { "postiz asked for scopes that there are not", "scope-unknown" },
        { "react-native-tiktok has base64url PKCE", "pkce-base64url-on-loopback" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task A_known_defect_is_told_by_name(string defect, string names)
    {
        var client = await emulator.ClientAsync();

        await Defects[defect](client);

        var check = client.TikTok.Check();
        Assert.True(names.Split(' ').All(name => check.Deviations.Any(deviation => deviation.Id == name)), check.ToString());
    }

    private static Task<Reply> VersionOneTokenAsync(CheckedClient it) =>
        it.SendAsync(HttpMethod.Post, $"/oauth/access_token/?client_key={Key}&client_secret={TikTokEmulator.ClientSecret}&code=a-code-of-v1&grant_type=authorization_code");

    private static Func<CheckedClient, Task> GoesOnAsync(string authorization) => async it =>
    {
        await it.RedeemAsync(await it.AuthorizeAsync(), ("client_secret", "wrong-secret-of-nobody"));
        await it.SendAsync(HttpMethod.Get, "/v2/user/info/?fields=open_id", null, authorization);
    };
}
