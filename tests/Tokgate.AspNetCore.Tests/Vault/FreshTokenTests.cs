using System.Text.Json.Nodes;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.TestKit;
using Xunit.Abstractions;

namespace Tokgate.AspNetCore.Tests.Vault;

/// <summary><c>HttpContext.GetTikTokAccessTokenAsync()</c>: always a fresh token, and one refresh however many ask.</summary>
public sealed class FreshTokenTests(ITestOutputHelper output)
{
    private const int Callers = 1000;

    public static TheoryData<string> Engines => VaultApplication.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_thousand_callers_over_HTTP_cause_one_refresh_and_have_its_token(string engine)
    {
        await using var application = await VaultApplication.StartAsync(engine);
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        await application.PassAsync();
        await application.HoldAsync();
        using var http = Client(application, browser);
        var arrived = application.Arrived;

        var calls = Enumerable.Range(0, Callers).Select(_ => http.GetStringAsync(new Uri("/token", UriKind.Relative))).ToArray();
        await application.HeldAsync();
        await Eventually.HoldsAsync(() => application.Arrived == arrived + Callers);
        var released = TimeProvider.System.GetTimestamp();
        await application.ReleaseAsync();
        var answers = Array.ConvertAll(await Task.WhenAll(calls), body => JsonNode.Parse(body)!); // objects
        output.WriteLine($"{engine}: all answered {TimeProvider.System.GetElapsedTime(released).TotalMilliseconds:0} ms after TikTok was let answer");

        Assert.Equal(1, await application.RefreshesAsync());
        Assert.All(answers, answer => Assert.Equal(("Active", 2), (answer["standing"]!.GetValue<string>(), answer["generation"]!.GetValue<int>())));
        Assert.Single(answers.Select(answer => answer["token"]!.GetValue<string>()).Distinct());
    }

    [Fact]
    public async Task A_refresh_whose_caller_goes_away_is_kept()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        await application.PassAsync();
        await application.HoldAsync();
        using var http = Client(application, browser);
        using var leaving = new CancellationTokenSource();

        var call = http.GetStringAsync(new Uri("/token", UriKind.Relative), leaving.Token);
        await application.HeldAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await application.ReleaseAsync();
        var answer = await application.TokenAsync(browser);

        Assert.Equal(("Active", 2), (answer["standing"]!.GetValue<string>(), answer["generation"]!.GetValue<int>()));
        Assert.Equal(1, await application.RefreshesAsync());
    }

    // PostgreSQL: on SQLite a request that writes keeps every other writer out, the vault too, until it ends.
    [Fact]
    public async Task A_refresh_inside_a_transaction_that_rolls_back_is_kept()
    {
        await using var application = await VaultApplication.StartAsync("PostgreSQL");
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        await application.PassAsync();

        var inside = JsonNode.Parse((await browser.GetAsync(new Uri(application.Address, "/rolled-back"))).Body)!;
        var after = await application.TokenAsync(browser);

        Assert.Equal(2, inside["generation"]!.GetValue<int>());
        Assert.Equal(inside["token"]!.GetValue<string>(), after["token"]!.GetValue<string>());
        Assert.Equal(1, await application.RefreshesAsync());
    }

    [Fact]
    public async Task Scopes_that_were_not_granted_are_named_beside_the_token()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);

        var answer = await application.TokenAsync(browser, "?scope=user.info.basic,video.list");

        Assert.Equal(("Active", "video.list"), (answer["standing"]!.GetValue<string>(), answer["missing"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Whoever_disconnects_at_TikTok_must_sign_in_again_and_then_all_is_well()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        await application.Emulator.PostAsync("/_emulator/users/creator_full/remove-authorization");
        await application.PassAsync();

        var over = await application.TokenAsync(browser);
        Assert.Equal(("NeedsReauthorization", true), (over["standing"]!.GetValue<string>(), over["sign_in"]!.GetValue<bool>()));

        await application.SignInAsync(browser);
        var healed = await application.TokenAsync(browser);
        Assert.Equal(("Active", false), (healed["standing"]!.GetValue<string>(), healed["sign_in"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Disconnecting_ends_the_authorization_at_TikTok_too()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        Assert.True(await application.IsAuthorizedAsync());

        var outcome = (await browser.GetAsync(new Uri(application.Address, "/disconnect"))).Body;
        var over = await application.TokenAsync(browser);

        Assert.Equal("Confirmed", outcome);
        Assert.False(await application.IsAuthorizedAsync());
        Assert.Equal(("Revoked", true), (over["standing"]!.GetValue<string>(), over["sign_in"]!.GetValue<bool>()));
        await application.SignInAsync(browser);
        Assert.Equal("Active", (await application.TokenAsync(browser))["standing"]!.GetValue<string>());
    }

    private static HttpClient Client(VaultApplication application, BrowserWalker browser)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = application.Address };
        http.DefaultRequestHeaders.Add("Cookie", browser.Cookies.GetCookieHeader(application.Address));
        return http;
    }
}
