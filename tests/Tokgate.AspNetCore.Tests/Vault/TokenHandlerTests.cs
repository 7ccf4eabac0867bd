using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Vault;

/// <summary><c>AddTikTokToken()</c>: a client that carries the token to TikTok and nowhere else.</summary>
public sealed class TokenHandlerTests
{
    private const string UserInfo = "/v2/user/info/?fields=open_id";

    private static readonly Uri s_profile = new("/profile", UriKind.Relative);

    [Fact]
    public async Task A_request_gets_the_token_of_whoever_is_signed_in()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);

        var page = await browser.GetAsync(new Uri(application.Address, s_profile));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("open_id", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_callers_that_TikTok_refuses_on_one_generation_cause_one_refresh_and_all_succeed()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        await application.KillTokensAsync();
        await application.Emulator.PutAsync("/_emulator/profile", new { rate_limit_per_minute = (int?)null });

        var pages = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => browser.GetAsync(new Uri(application.Address, s_profile))));

        Assert.All(pages, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Equal(1, await application.RefreshesAsync());
    }

    [Fact]
    public async Task A_second_refusal_is_given_back()
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);
        await FaultAsync(application, "access_token_invalid", 401, count: 2);

        using var response = await SendAsync(application, grant);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal((2, 1), (await application.RequestsAsync("/v2/user/info/"), await application.RefreshesAsync()));
    }

    [Fact]
    public async Task A_missing_scope_is_no_reason_to_refresh()
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/video/list/?fields=id") { Content = JsonContent.Create(new { max_count = 1 }) };
        using var response = await Client(application).SendAsync(request.SetTikTokGrant(grant));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("scope_not_authorized", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (await application.RequestsAsync("/v2/video/list/"), await application.RefreshesAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(null)]
    public async Task A_rate_limit_is_waited_for(int? retryAfter)
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);
        await application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "rate_limit", retry_after = retryAfter });
        var began = TimeProvider.System.GetTimestamp();

        using var response = await SendAsync(application, grant);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(retryAfter ?? 1));
    }

    [Fact]
    public async Task A_rate_limit_that_lasts_too_long_is_given_back_at_once()
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);
        await application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "rate_limit", retry_after = 3600 });

        using var response = await SendAsync(application, grant);

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromHours(1)), (response.StatusCode, response.Headers.RetryAfter!.Delta)); // it was sent
        Assert.Equal(1, await application.RequestsAsync("/v2/user/info/"));
    }

    [Fact]
    public async Task A_body_that_can_be_read_only_once_is_sent_once_and_the_next_request_has_a_fresh_token()
    {
        await using var application = await VaultApplication.StartAsync(tikTok: options => options.Scope.Add("video.list"));
        var grant = await SignInAsync(application);
        await application.KillTokensAsync();

        using var body = new MemoryStream(Encoding.UTF8.GetBytes("""{"max_count":1}"""));
        using var once = new HttpRequestMessage(HttpMethod.Post, "/v2/video/list/?fields=id") { Content = new StreamContent(body) };
        once.Content.Headers.ContentType = new("application/json");
        using var first = await Client(application).SendAsync(once.SetTikTokGrant(grant));
        Assert.Equal((HttpStatusCode.Unauthorized, 1), (first.StatusCode, await application.RequestsAsync("/v2/video/list/")));

        using var again = new HttpRequestMessage(HttpMethod.Post, "/v2/video/list/?fields=id") { Content = JsonContent.Create(new { max_count = 1 }) };
        using var second = await Client(application).SendAsync(again.SetTikTokGrant(grant));
        Assert.Equal((HttpStatusCode.OK, 1), (second.StatusCode, await application.RefreshesAsync()));
    }

    [Fact]
    public async Task A_body_that_can_be_read_again_is_sent_again_with_a_fresh_token()
    {
        await using var application = await VaultApplication.StartAsync(tikTok: options => options.Scope.Add("video.list"));
        var grant = await SignInAsync(application);
        await application.KillTokensAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/video/list/?fields=id") { Content = JsonContent.Create(new { max_count = 1 }) };
        using var response = await Client(application).SendAsync(request.SetTikTokGrant(grant));

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, await application.RequestsAsync("/v2/video/list/")));
        Assert.Null(request.Headers.Authorization);
    }

    [Fact]
    public async Task No_other_host_gets_a_token()
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var other = builder.Build();
        other.Run(context => context.Response.WriteAsync($"authorization:{context.Request.Headers.Authorization}"));
        await other.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, other.Urls.First() + UserInfo);
        using var response = await Client(application).SendAsync(request.SetTikTokGrant(grant));

        Assert.Equal("authorization:", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_token_of_the_callers_own_is_left_alone()
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);

        using var request = new HttpRequestMessage(HttpMethod.Get, UserInfo);
        request.Headers.Authorization = new("Bearer", "the-callers-own");
        using var response = await Client(application).SendAsync(request.SetTikTokGrant(grant));

        Assert.Equal((HttpStatusCode.Unauthorized, 0), (response.StatusCode, await application.RefreshesAsync()));
    }

    [Fact]
    public async Task Without_a_grant_nothing_is_sent_and_the_answer_says_to_sign_in()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(application.Address, s_profile));

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        var error = JsonNode.Parse(page.Body)!["error"]!;
        Assert.Equal("access_token_invalid", error["code"]!.GetValue<string>());
        Assert.StartsWith("TTK2110", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, await application.RequestsAsync("/v2/user/info/"));
    }

    [Fact]
    public async Task While_TikTok_cannot_refresh_nothing_is_sent_and_the_answer_says_when_to_ask_again()
    {
        await using var application = await VaultApplication.StartAsync();
        var grant = await SignInAsync(application);
        await application.PassAsync();
        await application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "status", status = 500 });
        var before = await application.RequestsAsync("/v2/user/info/");

        using var response = await SendAsync(application, grant);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.True(response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1)); // an unavailable token says when
        Assert.Contains("TTK2111", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await application.RequestsAsync("/v2/user/info/"));
    }

    private static async Task<string> SignInAsync(VaultApplication application)
    {
        using var browser = new BrowserWalker();
        var session = await application.SignInAsync(browser);
        await application.Emulator.Control.DeleteAsync(new Uri("/_emulator/requests", UriKind.Relative));
        return session["grant"]!.GetValue<string>();
    }

    private static Task FaultAsync(VaultApplication application, string code, int status, int count) => application.Emulator.PostAsync("/_emulator/faults", new
    {
        endpoint = "user_info",
        kind = "body",
        status,
        count,
        body = $$$"""{"data":{},"error":{"code":"{{{code}}}","message":"x","log_id":"x"}}""",
    });

    private static HttpClient Client(VaultApplication application) => application.Services.GetRequiredService<IHttpClientFactory>().CreateClient("tiktok");

    private static async Task<HttpResponseMessage> SendAsync(VaultApplication application, string grant)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UserInfo);
        return await Client(application).SendAsync(request.SetTikTokGrant(grant));
    }
}
