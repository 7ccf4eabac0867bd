using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>The application <c>shop</c>: sends a browser to sign in with TikTok, and buys the tokens.</summary>
internal static class Shop
{
    public const string Id = "shop";
    public const string Secret = "secret-of-the-dashboard-tests-0001";
    public const string Callback = "https://shop.example/cb";

    private const string Verifier = "the-verifier-of-the-shop-0123456789-0123456789-0123456789";

    /// <summary>In a browser that nobody has used, as the emulator's creator_full, through the pages that a person sees.</summary>
    /// <returns>The claims of the ID token.</returns>
    public static async Task<JsonElement> SignInAsync(DashboardFixture fixture, string connection, string more = "")
    {
        var page = await fixture.Chromium.NewPageAsync();
        await page.RouteAsync("https://shop.example/**", route => route.FulfillAsync(new RouteFulfillOptions { Body = "The shop" }));
        await page.GotoAsync(AuthorizeAddress(fixture, connection) + more);
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await page.WaitForURLAsync(address => address.StartsWith(Callback, StringComparison.Ordinal));
        var code = page.Url.Split('?', 2)[1].Split('&').First(pair => pair.StartsWith("code=", StringComparison.Ordinal))["code=".Length..];
        await page.Context.CloseAsync();

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, fixture.At("/oauth/token"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}")));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = Uri.UnescapeDataString(code),
            ["redirect_uri"] = Callback,
            ["code_verifier"] = Verifier,
        });
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return JsonElement.Parse(Base64Url.DecodeFromChars(answer.GetProperty("id_token").GetString()!.Split('.')[1])); // an OpenID Connect answer has one
    }

    /// <summary>Where a browser is sent that may not sign in by a connection.</summary>
    public static async Task<Uri> RefusalAsync(DashboardFixture fixture, string connection)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true };
        using var http = new HttpClient(handler);
        using var response = await http.GetAsync(new Uri(AuthorizeAddress(fixture, connection)));
        return response.Headers.Location ?? throw new InvalidOperationException($"The broker answered {response.StatusCode} and sent the browser nowhere.");
    }

    /// <summary>Where a browser begins that has nothing special in mind.</summary>
    public static Uri Address(DashboardFixture fixture) => new(AuthorizeAddress(fixture, "tiktok"));

    private static string AuthorizeAddress(DashboardFixture fixture, string connection) => fixture.At(
        $"/authorize?client_id={Id}&response_type=code&scope=openid%20profile&state=s&nonce=n&redirect_uri={Uri.EscapeDataString(Callback)}&connection={connection}&code_challenge_method=S256&code_challenge="
        + Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))));
}
