using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>A client that does everything as TikTok documents it, but for what a test changes. It keeps what must appear in no report.</summary>
internal sealed class CheckedClient(TikTokPeer peer)
{
    public const string Key = TikTokEmulator.SandboxClientKey;
    public const string WebKey = "awweb0000000001";
    public const string WebSecret = "web-secret-not-for-production-00001";
    public const string WebCallback = "https://app.example/cb";
    public const string PhoneCallback = "https://phone.example/cb";
    public const string DraftKey = "awdraft00000001";

    public TikTokPeer Peer { get; } = peer;

    public TikTokEmulator TikTok => Peer.TikTok;

    /// <summary>Codes, tokens, verifiers, states, secrets.</summary>
    public List<string> Secrets { get; } = [TikTokEmulator.ClientSecret, WebSecret];

    public string Verifier { get; private set; } = "";

    public string State { get; private set; } = "";

    /// <summary>Back to the start, with a web app and a draft beside those that are there.</summary>
    public async Task ResetAsync()
    {
        await TikTok.ResetAsync();
        await TikTok.ConsentAsync("creator_full");
        await TikTok.PostAsync("/_emulator/apps", new
        {
            client_key = WebKey,
            client_secret = WebSecret,
            platforms = new { web = (string[])[WebCallback], ios = (string[])[PhoneCallback] },
            scopes = (string[])["user.info.basic", "user.info.profile"],
            status = "approved",
        });
        await TikTok.PostAsync("/_emulator/apps", new { client_key = DraftKey, client_secret = "draft-secret-000001", platforms = new { web = (string[])[WebCallback] }, scopes = (string[])["user.info.basic"], status = "draft" });
    }

    public static string Random() => Base64(RandomNumberGenerator.GetBytes(32));

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Hex(string verifier) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public static string Base64Hash(string verifier) => Base64(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>What a web sign-in changes: another app, no PKCE.</summary>
    public static (string Name, string? Value)[] OnWeb(params (string Name, string? Value)[] more) =>
        [("client_key", WebKey), ("redirect_uri", WebCallback), ("scope", "user.info.basic"), ("code_challenge", null), ("code_challenge_method", null), .. more];

    public static (string Name, string? Value)[] AtWeb(params (string Name, string? Value)[] more) =>
        [("client_key", WebKey), ("client_secret", WebSecret), ("redirect_uri", WebCallback), ("code_verifier", null), .. more];

    public string AuthorizeQuery(params (string Name, string? Value)[] changes)
    {
        Verifier = Random();
        State = Random();
        Secrets.AddRange([Verifier, State]);
        return TikTokPeer.Query(Changed(
            new()
            {
                ["client_key"] = Key,
                ["response_type"] = "code",
                ["scope"] = TikTokPeer.AllScopes,
                ["redirect_uri"] = TikTokPeer.Callback,
                ["state"] = State,
                ["code_challenge"] = Hex(Verifier),
                ["code_challenge_method"] = "S256",
            },
            changes));
    }

    /// <summary>The code, or an empty text when TikTok keeps the browser.</summary>
    public Task<string> AuthorizeAsync(params (string Name, string? Value)[] changes) => VisitAsync("/v2/auth/authorize/?" + AuthorizeQuery(changes));

    public async Task<string> VisitAsync(string address)
    {
        using var response = await Peer.Browser.GetAsync(new Uri(address, UriKind.Relative));
        var location = response.Headers.Location is { } to ? new Uri(TikTok.BaseAddress, to) : null;
        var code = location is null ? "" : TikTokPeer.Parameter(location, "code") ?? "";
        Keep(code);
        return code;
    }

    public Task<Reply> RedeemAsync(string code, params (string Name, string? Value)[] changes) => TokenAsync(
        new()
        {
            ["client_key"] = Key,
            ["client_secret"] = TikTokEmulator.ClientSecret,
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = TikTokPeer.Callback,
            ["code_verifier"] = Verifier,
        },
        changes);

    public Task<Reply> RefreshAsync(string token, params (string Name, string? Value)[] changes) => TokenAsync(
        new() { ["client_key"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["grant_type"] = "refresh_token", ["refresh_token"] = token }, changes);

    public Task<Reply> RevokeAsync(string? token, params (string Name, string? Value)[] changes) => FormAsync(
        "/v2/oauth/revoke/", Changed(new() { ["client_key"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["token"] = token }, changes));

    public Task<Reply> CheckQrAsync(string? token, params (string Name, string? Value)[] changes) => FormAsync(
        "/v2/oauth/check_qrcode/", Changed(new() { ["client_key"] = Key, ["client_secret"] = TikTokEmulator.ClientSecret, ["token"] = token }, changes));

    public async Task<Reply> GetQrAsync(params (string Name, string? Value)[] changes)
    {
        var reply = await FormAsync("/v2/oauth/get_qrcode/", Changed(new() { ["client_key"] = Key, ["scope"] = "user.info.basic", ["state"] = Random() }, changes));
        Keep(reply.Json.TryGetProperty("token", out var token) ? token.GetString() : null);
        return reply;
    }

    public async Task<(string Access, string Refresh)> SignInAsync(params (string Name, string? Value)[] changes)
    {
        var reply = await RedeemAsync(await AuthorizeAsync(changes));
        return (reply.String("access_token")!, reply.String("refresh_token")!);
    }

    public Task<Reply> UserInfoAsync(string? bearer, string? fields = "open_id,display_name") =>
        SendAsync(HttpMethod.Get, "/v2/user/info/" + (fields is null ? "" : "?fields=" + Uri.EscapeDataString(fields)), null, bearer is null ? null : "Bearer " + bearer);

    public Task<Reply> FormAsync(string path, IEnumerable<KeyValuePair<string, string?>> form, string? authorization = null) => SendAsync(
        HttpMethod.Post, path, new FormUrlEncodedContent(form.Where(it => it.Value is not null).Select(it => KeyValuePair.Create(it.Key, it.Value!))), authorization);

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? authorization = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var response = await TikTok.Control.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static Dictionary<string, string?> Changed(Dictionary<string, string?> parameters, params (string Name, string? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private async Task<Reply> TokenAsync(Dictionary<string, string?> form, (string Name, string? Value)[] changes)
    {
        var reply = await FormAsync("/v2/oauth/token/", Changed(form, changes));
        if (reply.Text.StartsWith('{'))
        {
            Keep(Text(reply, "access_token"));
            Keep(Text(reply, "refresh_token"));
        }

        return reply;
    }

    private static string? Text(Reply reply, string name) => reply.Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Keep(string? secret)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            Secrets.Add(secret);
        }
    }
}
