using System.Net.Http.Headers;
using System.Text.Json;
using System.Web;

namespace Tokgate.Emulator.Tests;

/// <summary>What an application sees of TikTok: an emulator of its own, a browser that does not follow redirects, and the three calls.</summary>
internal sealed class TikTokPeer : IAsyncDisposable
{
    public const string Callback = "http://localhost:5080/signin-tiktok";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
    public const string AllScopes = "user.info.basic,user.info.profile,user.info.stats,video.list";

    private TikTokPeer(TikTokEmulator tiktok)
    {
        TikTok = tiktok;
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = tiktok.BaseAddress };
    }

    public TikTokEmulator TikTok { get; }

    /// <summary>Keeps cookies.</summary>
    public HttpClient Browser { get; }

    public static async Task<TikTokPeer> StartAsync(TikTokEmulatorOptions? options = null, string? person = "creator_full")
    {
        var peer = new TikTokPeer(await TikTokEmulator.StartAsync(options));
        if (person is not null)
        {
            await peer.TikTok.ConsentAsync(person);
        }

        return peer;
    }

    public static Dictionary<string, string?> GoodRequest() => new()
    {
        ["client_key"] = TikTokEmulator.SandboxClientKey,
        ["response_type"] = "code",
        ["scope"] = AllScopes,
        ["redirect_uri"] = Callback,
        ["state"] = "a state & more",
        ["code_challenge"] = Challenge,
        ["code_challenge_method"] = "S256",
    };

    public static string Query(IEnumerable<KeyValuePair<string, string?>> parameters) =>
        string.Join('&', parameters.Where(it => it.Value is not null).Select(it => $"{it.Key}={Uri.EscapeDataString(it.Value!)}"));

    public static string AuthorizeAddress(params (string Name, string? Value)[] changes)
    {
        var parameters = GoodRequest();
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return "/v2/auth/authorize/?" + Query(parameters);
    }

    /// <summary>The address that the authorize page redirects to.</summary>
    public async Task<Uri> AuthorizeAsync(params (string Name, string? Value)[] changes)
    {
        using var response = await Browser.GetAsync(AuthorizeAddress(changes));
        Assert.Equal(302, (int)response.StatusCode);
        return new Uri(TikTok.BaseAddress, response.Headers.Location!);
    }

    public async Task<string> CodeAsync(params (string Name, string? Value)[] changes)
    {
        var location = await AuthorizeAsync(changes);
        return Parameter(location, "code") ?? throw new InvalidOperationException($"No code in {location}");
    }

    public static string? Parameter(Uri address, string name) => HttpUtility.ParseQueryString(address.Query)[name];

    public static Dictionary<string, string?> Redemption(string code) => new()
    {
        ["client_key"] = TikTokEmulator.SandboxClientKey,
        ["client_secret"] = TikTokEmulator.ClientSecret,
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = Callback,
        ["code_verifier"] = Verifier,
    };

    public async Task<Reply> PostAsync(string path, params (string Name, string? Value)[] form)
    {
        using var content = new FormUrlEncodedContent(
            form.Where(it => it.Value is not null).Select(it => new KeyValuePair<string, string>(it.Name, it.Value!)));
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public Task<Reply> RedeemAsync(string code, params (string Name, string? Value)[] changes)
    {
        var form = Redemption(code);
        foreach (var (name, value) in changes)
        {
            form[name] = value;
        }

        return PostAsync("/v2/oauth/token/", [.. form.Select(it => (it.Key, it.Value))]);
    }

    public Task<Reply> RefreshAsync(string refreshToken) => PostAsync(
        "/v2/oauth/token/",
        ("client_key", TikTokEmulator.SandboxClientKey),
        ("client_secret", TikTokEmulator.ClientSecret),
        ("grant_type", "refresh_token"),
        ("refresh_token", refreshToken));

    public Task<Reply> RevokeAsync(string token) => PostAsync(
        "/v2/oauth/revoke/",
        ("client_key", TikTokEmulator.SandboxClientKey),
        ("client_secret", TikTokEmulator.ClientSecret),
        ("token", token));

    public async Task<JsonElement> SignInAsync(params (string Name, string? Value)[] changes) => (await RedeemAsync(await CodeAsync(changes))).Json;

    public Task<Reply> UserInfoAsync(string? accessToken, string? fields) =>
        SendAsync(HttpMethod.Get, "/v2/user/info/" + (fields is null ? "" : "?fields=" + Uri.EscapeDataString(fields)), null, accessToken);

    public async Task<Reply> VideosAsync(string path, string accessToken, string body, string fields = "id,create_time")
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await SendAsync(HttpMethod.Post, $"{path}?fields={fields}", content, accessToken);
    }

    public async Task<Reply> ControlAsync(HttpMethod method, string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content);
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, string? accessToken = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = accessToken is null ? null : new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await TikTok.Control.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync()
    {
        Browser.Dispose();
        return TikTok.DisposeAsync();
    }
}
