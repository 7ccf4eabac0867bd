using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Login;

/// <summary>What <c>MapTikTokLogin</c> gives an application, as a browser and a script see it.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private LoginApplication _application = null!; // xunit calls InitializeAsync first

    public async Task InitializeAsync() => _application = await LoginApplication.StartAsync();

    public async Task DisposeAsync() => await _application.DisposeAsync();

    [Fact]
    public async Task Signing_in_leads_back_and_the_session_has_the_shape_of_Auth_js()
    {
        using var browser = new BrowserWalker();
        Assert.Equal("null", (await SessionAsync(browser)).Body);

        var page = await browser.GetAsync(_application.At("/api/auth/signin/tiktok?callbackUrl=%2Fdashboard%3Ftab%3D2"));

        Assert.Equal("/dashboard?tab=2", page.Body);
        Assert.Contains(browser.Trail, static address => address.AbsolutePath == TikTokDefaults.AuthJsCallbackPath);
        var session = JsonDocument.Parse((await SessionAsync(browser)).Body).RootElement;
        Assert.Equal(["user", "expires"], session.EnumerateObject().Select(static member => member.Name));
        var user = session.GetProperty("user");
        Assert.Equal(["id", "name", "email", "image"], user.EnumerateObject().Select(static member => member.Name));
        Assert.NotEqual("", user.GetProperty("id").GetString());
        Assert.Equal("Camille Full", user.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, user.GetProperty("email").ValueKind);
        Assert.StartsWith("http", user.GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", session.GetProperty("expires").GetString());
    }

    [Fact]
    public async Task Nothing_of_a_person_is_kept_by_a_cache_or_read_by_another_origin()
    {
        using var browser = new BrowserWalker();
        await browser.GetAsync(_application.At("/api/auth/signin/tiktok"));

        foreach (var path in (string[])["/api/auth/session", "/api/auth/signin/tiktok?callbackUrl=//x"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _application.At(path));
            request.Headers.Add("Origin", "https://elsewhere.example");
            using var client = ClientOf(browser);
            using var answer = await client.SendAsync(request);

            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal(["Cookie"], answer.Headers.Vary);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("/pa\u2025th")]
    [InlineData("http://{host}@evil.example/")]
    [InlineData("http://{host}.evil.example/")]
    [InlineData("http://{host}//evil.example/")]
    [InlineData("/a&callbackUrl=/b")]
    public async Task T_15_After_signing_in_or_out_nobody_is_led_to_another_site(string address)
    {
        var there = address.Replace("{host}", _application.Address.Authority, StringComparison.Ordinal);
        var query = there.Contains("&callbackUrl", StringComparison.Ordinal) ? there : Uri.EscapeDataString(there);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var signIn = await client.GetAsync(_application.At($"/api/auth/signin/tiktok?callbackUrl={query}"));
        using var signOut = await SignOutAsync(client, $"callbackUrl={query}", static headers => headers.Add("Sec-Fetch-Site", "same-origin"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (signIn.StatusCode, signOut.StatusCode));
        Assert.StartsWith(ErrorIds.CallbackUrlRefused, await signIn.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(signIn.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("{origin}/dashboard#top", "/dashboard")]
    [InlineData("{origin}", "/")]
    [InlineData("/", "/")]
    [InlineData("", "/")]
    public async Task A_page_of_the_site_may_be_named_in_full(string address, string path)
    {
        using var browser = new BrowserWalker();
        var there = address.Replace("{origin}", _application.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);

        Assert.Equal(path, (await browser.GetAsync(_application.At($"/api/auth/signin/tiktok?callbackUrl={Uri.EscapeDataString(there)}"))).Address.AbsolutePath);
    }

    [Fact]
    public async Task T_01_A_sign_in_that_another_browser_began_signs_nobody_in()
    {
        using var attacker = new BrowserWalker();
        using var victim = new BrowserWalker();
        var callback = await attacker.FollowUntilAsync(_application.At("/api/auth/signin/tiktok?callbackUrl=/there"), static address => address.AbsolutePath == TikTokDefaults.AuthJsCallbackPath);

        var page = await victim.GetAsync(callback);

        Assert.Equal($"/there?tiktok_error=sign_in_failed&tiktok_error_id={ErrorIds.CallbackNotExpected}", page.Body);
        Assert.Equal("null", (await SessionAsync(victim)).Body);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Nothing", "of the kind")]
    public async Task T_28_Another_site_cannot_sign_anybody_out(string header, string value)
    {
        using var browser = new BrowserWalker();
        await browser.GetAsync(_application.At("/api/auth/signin/tiktok"));
        using var client = ClientOf(browser);

        using var answer = await SignOutAsync(client, "callbackUrl=/", headers => headers.Add(header, value));
        using var got = await client.GetAsync(_application.At("/api/auth/signout"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith(ErrorIds.SignOutRefused, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual("null", (await SessionAsync(browser)).Body);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", "text/html", 303)]
    [InlineData("Origin", "{origin}", "text/html", 303)]
    [InlineData("Sec-Fetch-Site", "same-origin", "application/json", 200)]
    public async Task The_applications_own_pages_sign_out_by_a_form_or_a_script(string header, string value, string accept, int status)
    {
        using var browser = new BrowserWalker();
        await browser.GetAsync(_application.At("/api/auth/signin/tiktok"));
        using var client = ClientOf(browser);

        using var answer = await SignOutAsync(client, "callbackUrl=/bye", headers =>
        {
            headers.Add(header, value.Replace("{origin}", _application.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
            headers.Add("Accept", accept);
        });

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("/bye", status == 303 ? $"{answer.Headers.Location}" : JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("url").GetString());
        Assert.Equal("null", (await SessionAsync(browser)).Body);
    }

    [Fact]
    public async Task A_failure_leads_back_with_words_for_support_and_none_of_TikToks_text()
    {
        await _application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "status", status = 503, count = 10 });
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(_application.At("/api/auth/signin/tiktok?callbackUrl=%2Fa%3Fb%3D1%23c"));

        Assert.Matches($@"^/a\?b=1&tiktok_error=temporarily_unavailable&tiktok_error_id={ErrorIds.SignInRefused}&tiktok_log_id=\w+$", page.Body);
        Assert.Equal("#c", page.Address.Fragment);
        Assert.Equal("null", (await SessionAsync(browser)).Body);
    }

    private Task<BrowserPage> SessionAsync(BrowserWalker browser) => browser.GetAsync(_application.At("/api/auth/session"));

    private static HttpClient ClientOf(BrowserWalker browser) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = browser.Cookies });

    private async Task<HttpResponseMessage> SignOutAsync(HttpClient client, string form, Action<HttpRequestHeaders> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _application.At("/api/auth/signout"))
        {
            Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        headers(request.Headers);
        return await client.SendAsync(request);
    }
}
