using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>People who sign in to the shop, for an owner who watches.</summary>
public sealed class EyesFixture : DashboardFixture
{
    private const string Callback = "https://shop.example/cb";

    /// <summary>The broker's file.</summary>
    public string Database => Path.Combine(DataDirectory, "tokgate.db");

    /// <summary>From the application to its tokens; who it was.</summary>
    public async Task<string> SignInAsync(string user)
    {
        await Emulator.ConsentAsync(user);
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var browser = new BrowserWalker();
        var landed = await browser.FollowUntilAsync(
            new Uri(At($"/authorize?client_id=shop&redirect_uri={Uri.EscapeDataString(Callback)}&response_type=code&scope=openid+profile+offline_access&state=x&code_challenge={challenge}&code_challenge_method=S256")),
            static address => address.Host == "shop.example");
        var code = landed.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).Single(pair => pair[0] == "code")[1];
        using var http = new HttpClient { BaseAddress = Issuer };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("shop:secret-of-the-dashboard-tests-0001"u8));
        using var answer = await http.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", Uri.UnescapeDataString(code)), new("redirect_uri", Callback), new("code_verifier", verifier)]));
        var tokens = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(tokens.GetProperty("id_token").GetString()!.Split('.')[1])); // openid was asked for
        return claims.GetProperty("sub").GetString()!; // every ID token has it
    }

    /// <summary>Loads a page until something is on it: some events are written a moment after they happened.</summary>
    public Task ShowAsync(IPage page, string path, Func<IPage, ILocator> what) => Eventually.HoldsAsync(
        async () =>
        {
            await page.GotoAsync(At(path));
            return await what(page).CountAsync() > 0;
        },
        path);

    /// <summary>How often TikTok was asked at a path, with a form whose field has this value.</summary>
    public async Task<int> CountAsync(string path, string? field = null, string? value = null) => (await Emulator.ReadRequestsAsync()).EnumerateArray()
        .Count(request => request.GetProperty("path").GetString() == path && (field is null || (request.TryGetProperty("form", out var form) && form.TryGetProperty(field, out var sent) && sent.ToString() == value)));
}
