using System.Net;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests;

/// <summary>Callbacks that are not the end of a sign-in which this browser began. None may sign anybody in, and none may reach the token endpoint.</summary>
public sealed class CallbackTests
{
    public static TheoryData<string, string> Mutations => new()
    {
        { "state missing", "TTK2005" },
        { "state empty", "TTK2005" },
        { "state doubled", "TTK2005" },
        { "state altered", "TTK2005" },
        { "state of another scheme", "TTK2005" },
        { "code doubled", "TTK2003" },
        { "code missing", "TTK2003" },
        { "code empty", "TTK2003" },
        { "code and error", "TTK2003" },
        { "error doubled", "TTK2003" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_callback_that_is_not_TikToks_is_refused(string mutation, string errorId)
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();
        var callback = await application.CallbackOfAsync(browser);
        var other = await application.CallbackOfAsync(browser, "?scheme=Second");

        var page = await browser.GetAsync(Mutate(callback, other, mutation));

        AssertRefused(page, errorId);
        Assert.False(await application.IsSignedInAsync(browser));
        await AssertNothingExchangedAsync(application);
    }

    [Fact]
    public async Task A_callback_opened_in_another_browser_is_refused()
    {
        await using var application = await TestApplication.StartAsync();
        using var attacker = new BrowserWalker();
        using var victim = new BrowserWalker();
        var callback = await application.CallbackOfAsync(attacker);

        var page = await victim.GetAsync(callback);

        AssertRefused(page, "TTK2005");
        Assert.False(await application.IsSignedInAsync(victim));
        await AssertNothingExchangedAsync(application);
    }

    [Fact]
    public async Task A_callback_works_once()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();
        var callback = await application.CallbackOfAsync(browser);

        var first = await browser.GetAsync(callback);
        var second = await browser.GetAsync(callback);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        AssertRefused(second, "TTK2005");
    }

    [Fact]
    public async Task A_callback_that_comes_after_the_time_allowed_is_refused_even_if_the_browser_kept_its_cookie()
    {
        await using var application = await TestApplication.StartAsync(options => options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(5));
        using var browser = new BrowserWalker();
        var callback = await application.CallbackOfAsync(browser);
        application.Clock.Advance(TimeSpan.FromMinutes(5));

        var page = await browser.GetAsync(callback);

        AssertRefused(page, "TTK2005");
        await AssertNothingExchangedAsync(application);
    }

    [Fact]
    public async Task A_callback_of_one_scheme_is_refused_at_the_others_path()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();
        var callback = await application.CallbackOfAsync(browser);

        var page = await browser.GetAsync(new Uri(callback.AbsoluteUri.Replace("/signin-tiktok", "/signin-second", StringComparison.Ordinal)));

        AssertRefused(page, "TTK2005");
        await AssertNothingExchangedAsync(application);
    }

    [Fact]
    public async Task Two_tabs_can_sign_in_side_by_side()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();
        var first = await application.CallbackOfAsync(browser);
        var second = await application.CallbackOfAsync(browser);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(second)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(first)).Status);
    }

    [Fact]
    public async Task Cancelling_takes_the_access_denied_path()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();
        var callback = await application.CallbackOfAsync(browser);

        var page = await browser.GetAsync(AsError(callback, "error=access_denied&error_description=The+user+cancelled"));

        Assert.Equal("/denied", page.Address.AbsolutePath);
        Assert.Equal("denied", page.Body);
    }

    [Fact]
    public async Task Cancelling_takes_the_access_denied_path_even_if_TikTok_drops_the_state()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(application.Address, "/signin-tiktok?error=access_denied&error_description=cancelled"));

        Assert.Equal("/denied", page.Address.AbsolutePath);
    }

    [Fact]
    public async Task An_error_without_state_keeps_what_TikTok_said()
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(application.Address, "/signin-tiktok?error=access_denied&error_type=non_sandbox_target"));

        AssertRefused(page, "TTK2005");
        Assert.Contains("|access_denied|", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error=access_denied&error_type=non_sandbox_target", "access_denied")]
    [InlineData("error=server_error&errCode=10007", "server_error")]
    [InlineData("error=something_new", "something_new")]
    public async Task Every_other_error_of_the_callback_is_a_typed_failure(string query, string code)
    {
        await using var application = await TestApplication.StartAsync();
        using var browser = new BrowserWalker();
        var callback = await application.CallbackOfAsync(browser);

        var page = await browser.GetAsync(AsError(callback, query));

        AssertRefused(page, "TTK2003");
        Assert.Contains($"|{code}|", page.Body, StringComparison.Ordinal);
    }

    private static void AssertRefused(BrowserPage page, string errorId)
    {
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.StartsWith(errorId, page.Body, StringComparison.Ordinal);
    }

    private static async Task AssertNothingExchangedAsync(TestApplication application)
        => Assert.DoesNotContain((await application.Control.ReadRequestsAsync()).EnumerateArray(), request => request.GetProperty("path").GetString() == "/v2/oauth/token/");

    private static Uri Mutate(Uri callback, Uri other, string mutation) => mutation switch
    {
        "state missing" => Without(callback, "state"),
        "state empty" => With(Without(callback, "state"), "state="),
        "state doubled" => With(callback, $"state={Uri.EscapeDataString(Parameter(callback, "state"))}"),
        "state altered" => With(Without(callback, "state"), $"state={Uri.EscapeDataString(Parameter(callback, "state")[..^4])}AAAA"),
        "state of another scheme" => With(Without(callback, "state"), $"state={Uri.EscapeDataString(Parameter(other, "state"))}"),
        "code doubled" => With(callback, "code=another"),
        "code missing" => Without(callback, "code"),
        "code empty" => With(Without(callback, "code"), "code="),
        "code and error" => With(callback, "error=server_error"),
        "error doubled" => With(Without(callback, "code"), "error=server_error&error=access_denied"),
        _ => throw new ArgumentOutOfRangeException(nameof(mutation), mutation, "No such mutation."),
    };

    private static Uri AsError(Uri callback, string query) => With(Without(Without(callback, "code"), "scopes"), query);

    private static string Parameter(Uri address, string name) => System.Web.HttpUtility.ParseQueryString(address.Query)[name]!;

    private static Uri With(Uri address, string query) => new(address.AbsoluteUri + (address.Query.Length == 0 ? "?" : "&") + query);

    private static Uri Without(Uri address, string name)
    {
        var kept = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith(name + "=", StringComparison.Ordinal));
        return new UriBuilder(address) { Query = string.Join('&', kept) }.Uri;
    }
}
