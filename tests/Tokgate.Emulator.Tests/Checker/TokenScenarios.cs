using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using static Tokgate.Emulator.Tests.Checker.CheckedClient;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>For each rule on the OAuth endpoints, a client that breaks it.</summary>
internal static class TokenScenarios
{
    private const string Token = "/v2/oauth/token/";

    public static readonly Dictionary<string, Func<CheckedClient, Task>> All = new(StringComparer.Ordinal)
    {
        ["secret-missing"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("client_secret", null)),
        ["secret-wrong"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("client_secret", WebSecret)),
        ["redirect-uri-missing-at-exchange"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("redirect_uri", null)),
        ["redirect-uri-mismatch"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("redirect_uri", "https://elsewhere.example/back")),
        ["pkce-verifier-missing"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("code_verifier", null)),
        ["pkce-verifier-missing-on-web"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(OnWeb(("code_challenge", Base64Hash(Random())))), AtWeb()),
        ["pkce-verifier-without-challenge"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(OnWeb()), AtWeb(("code_verifier", Random()))),
        ["pkce-verifier-mismatch"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("code_verifier", Random())),
        ["pkce-challenge-is-verifier"] = ChallengeIsVerifierAsync,
        ["pkce-verifier-shape"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(("code_challenge", Hex("short1"))), ("code_verifier", "short1")),
        ["secret-in-url"] = async it => await it.FormAsync($"{Token}?client_secret={TikTokEmulator.ClientSecret}", Changed(new() { ["client_key"] = Key, ["grant_type"] = "client_credentials" })),
        ["token-in-url"] = async it => await it.SendAsync(HttpMethod.Get, $"/v2/user/info/?fields=open_id&access_token={(await it.SignInAsync()).Access}"),
        ["code-in-url"] = async it => await it.FormAsync($"{Token}?code={Uri.EscapeDataString(await it.AuthorizeAsync())}", Changed(new() { ["client_key"] = Key })),
        ["secret-in-browser"] = async it => await it.SendAsync(HttpMethod.Post, Token, null, null, ("Origin", "https://app.example")),
        ["json-body"] = async it => await it.SendAsync(HttpMethod.Post, Token, JsonContent.Create(new { client_key = Key, client_secret = TikTokEmulator.ClientSecret, grant_type = "client_credentials" })),
        ["multipart-body"] = async it => await it.SendAsync(HttpMethod.Post, Token, new MultipartFormDataContent { { new StringContent(Key), "\"client_key\"" }, { new StringContent(TikTokEmulator.ClientSecret), "\"client_secret\"" } }),
        ["content-type-wrong"] = async it => await it.SendAsync(HttpMethod.Post, Token, new StringContent($"client_key={Key}", Encoding.UTF8, "text/plain")),
        ["malformed-encoding"] = async it => await it.SendAsync(HttpMethod.Post, Token, new StringContent("code=%zz", Encoding.UTF8, "application/x-www-form-urlencoded")),
        ["parameters-in-query"] = async it => await it.SendAsync(HttpMethod.Post, $"{Token}?client_key={Key}&grant_type=client_credentials"),
        ["basic-instead-of-form"] = async it => await it.FormAsync(Token, Changed(new() { ["client_key"] = Key, ["grant_type"] = "client_credentials" }), Basic()),
        ["basic-beside-form"] = async it => await it.FormAsync(Token, ClientCredentials(), Basic()),
        ["cache-control-missing"] = async it => await it.Peer.PostAsync(Token, [.. ClientCredentials().Select(field => (field.Key, field.Value))]),
        ["grant-type-missing"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("grant_type", null)),
        ["grant-type-unknown"] = async it => await it.FormAsync(Token, Changed(ClientCredentials(), ("grant_type", "client_credential"))),
        ["code-missing"] = async it => await it.RedeemAsync("", ("code", null)),
        ["code-not-decoded"] = async it => await it.RedeemAsync(Uri.EscapeDataString(await it.AuthorizeAsync()).Replace("*", "%2A", StringComparison.Ordinal).Replace("!", "%21", StringComparison.Ordinal)),
        ["code-garbled"] = async it => await it.RedeemAsync((await it.AuthorizeAsync()).Split('*')[0]),
        ["code-reused"] = async it =>
        {
            var code = await it.AuthorizeAsync();
            await it.RedeemAsync(code);
            await it.RedeemAsync(code);
        },
        ["code-expired"] = async it =>
        {
            var code = await it.AuthorizeAsync();
            await it.TikTok.AdvanceClockAsync(TimeSpan.FromHours(1));
            await it.RedeemAsync(code);
        },
        ["code-unknown"] = async it => await it.RedeemAsync("a-code-from-somewhere-else-altogether*0!1234.va"),
        ["grant-of-another-client"] = async it => await it.RedeemAsync(await it.AuthorizeAsync(), ("client_key", WebKey), ("client_secret", WebSecret)),
        ["refresh-token-missing"] = async it => await it.RefreshAsync("", ("refresh_token", null)),
        ["access-token-as-refresh-token"] = async it => await it.RefreshAsync((await it.SignInAsync()).Access),
        ["refresh-race"] = RaceAsync,
        ["refresh-token-reused"] = async it =>
        {
            var (_, refresh) = await it.SignInAsync();
            await it.RefreshAsync(refresh);
            await it.RefreshAsync(refresh);
        },
        ["refresh-token-dead"] = async it =>
        {
            var (access, refresh) = await it.SignInAsync();
            await it.RevokeAsync(access);
            await it.RefreshAsync(refresh);
            await it.RefreshAsync(refresh);
        },
        ["refresh-token-unknown"] = async it => await it.RefreshAsync("rft.not-from-here"),
        ["refresh-too-early"] = async it =>
        {
            var (_, refresh) = await it.SignInAsync();
            for (var i = 0; i < 3; i++)
            {
                refresh = (await it.RefreshAsync(refresh)).String("refresh_token")!;
            }
        },
        ["refresh-extra-parameter"] = async it => await it.RefreshAsync((await it.SignInAsync()).Refresh, ("scope", "user.info.basic")),
        ["revoke-token-missing"] = async it => await it.RevokeAsync(null),
        ["revoke-v1-parameters"] = async it => await it.RevokeAsync(null, ("access_token", (await it.SignInAsync()).Access), ("open_id", "-000")),
        ["revoke-refresh-token"] = async it => await it.RevokeAsync((await it.SignInAsync()).Refresh),
        ["revoke-dead-token"] = async it =>
        {
            var (access, _) = await it.SignInAsync();
            await it.TikTok.AdvanceClockAsync(TimeSpan.FromDays(2));
            await it.RevokeAsync(access);
        },
        ["revoke-unknown-token"] = async it => await it.RevokeAsync("act.not-from-here"),
        ["qr-undocumented-parameter"] = it => it.GetQrAsync(("redirect_uri", TikTokPeer.Callback)),
        ["qr-token-missing"] = it => it.CheckQrAsync(null),
        ["qr-token-unknown"] = it => it.CheckQrAsync("NOTATOKENOFTHISEMULATOR123456789"),
        ["qr-polled-too-fast"] = async it =>
        {
            var token = (await it.GetQrAsync()).String("token");
            for (var i = 0; i < 5; i++)
            {
                await it.CheckQrAsync(token);
            }
        },
        ["qr-polled-after-end"] = async it =>
        {
            var token = (await it.GetQrAsync()).String("token");
            await it.TikTok.AdvanceClockAsync(TimeSpan.FromHours(1));
            await it.CheckQrAsync(token);
            await it.CheckQrAsync(token);
        },
        ["qr-ticket-placeholder"] = async it => await ScanAsync(it, (await it.GetQrAsync()).String("scan_qrcode_url")!),
        ["qr-ticket-constant"] = async it =>
        {
            for (var i = 0; i < 2; i++)
            {
                await ScanAsync(it, (await it.GetQrAsync()).String("scan_qrcode_url")!.Replace("tobefilled", "the-ticket", StringComparison.Ordinal));
            }
        },
    };

    private static Dictionary<string, string?> ClientCredentials() =>
        new() { ["client_key"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["grant_type"] = "client_credentials" };

    private static string Basic() => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key}:{TikTokEmulator.ClientSecret}"))).ToString();

    private static async Task ChallengeIsVerifierAsync(CheckedClient it)
    {
        var verifier = Random();
        it.Secrets.Add(verifier);
        await it.RedeemAsync(await it.AuthorizeAsync(("code_challenge", verifier)), ("code_verifier", verifier));
    }

    // Both wait at the endpoint until the time is moved: neither knows of the other.
    private static async Task RaceAsync(CheckedClient it)
    {
        var (_, refresh) = await it.SignInAsync();
        await it.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "delay", delay_ms = 3_600_000, count = 2 });
        var both = Task.WhenAll(it.RefreshAsync(refresh), it.RefreshAsync(refresh));
        await TestKit.Eventually.HoldsAsync(async () => (await it.TikTok.Control.GetStringAsync("/_emulator/faults")) == "[]");
        await it.TikTok.AdvanceClockAsync(TimeSpan.FromHours(1));
        await both;
    }

    private static Task<Reply> ScanAsync(CheckedClient it, string address) =>
        it.SendAsync(HttpMethod.Post, "/_emulator/qr", JsonContent.Create(new { scan_url = address, user = "creator_full", action = "scan" }));
}
