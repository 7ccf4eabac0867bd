using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Login;

/// <summary>Where <c>MapTikTokLogin</c> puts its addresses, and what it needs.</summary>
public sealed class LoginSetUpTests
{
    [Fact]
    public async Task Keyloom_s_callback_path_stays_when_it_was_asked_for()
    {
        await using var application = await LoginApplication.StartAsync(static options => options.CallbackPath = TikTokDefaults.KeyloomCallbackPath);
        using var browser = new BrowserWalker();

        Assert.Equal("/in", (await browser.GetAsync(application.At("/api/auth/signin/tiktok?callbackUrl=/in"))).Body);
        Assert.Contains(browser.Trail, static address => address.AbsolutePath == TikTokDefaults.KeyloomCallbackPath);
    }

    [Fact]
    public async Task Another_prefix_moves_every_address()
    {
        await using var application = await LoginApplication.StartAsync(prefix: "/me/");
        using var browser = new BrowserWalker();

        Assert.Equal("/in", (await browser.GetAsync(application.At("/me/signin/tiktok?callbackUrl=/in"))).Body);
        Assert.Contains(browser.Trail, static address => address.AbsolutePath == "/me/callback/tiktok");
        Assert.NotEqual("null", (await browser.GetAsync(application.At("/me/session"))).Body);
    }

    [Fact]
    public async Task What_the_application_does_with_a_failure_comes_first()
    {
        await using var application = await LoginApplication.StartAsync(static options => options.Events.OnRemoteFailure = static context =>
        {
            context.Response.Redirect("/ours");
            context.HandleResponse();
            return Task.CompletedTask;
        });
        await application.Emulator.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "status", status = 503, count = 10 });
        using var browser = new BrowserWalker();

        Assert.Equal("/ours", (await browser.GetAsync(application.At("/api/auth/signin/tiktok?callbackUrl=/in"))).Body);
    }

    [Theory]
    [InlineData("/api/auth", "Second", "TTK2008")]
    [InlineData("api/auth", TikTokDefaults.AuthenticationScheme, "TTK2008")]
    [InlineData("//elsewhere.example", TikTokDefaults.AuthenticationScheme, "TTK2008")]
    [InlineData("/api?x", TikTokDefaults.AuthenticationScheme, "TTK2008")]
    [InlineData("/{tenant}", TikTokDefaults.AuthenticationScheme, "TTK2008")]
    public void What_cannot_work_is_said_before_the_application_starts(string prefix, string scheme, string errorId)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddTikTok();
        var application = builder.Build();

        Assert.StartsWith(errorId, Assert.Throws<InvalidOperationException>(() => application.MapTikTokLogin(prefix, scheme)).Message, StringComparison.Ordinal);
    }
}
