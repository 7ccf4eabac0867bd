using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>The settings' pages, each at the one thing that it is for.</summary>
public sealed class SettingsTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task Keys_are_rotated_and_one_that_leaked_is_removed()
    {
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/settings"));
        await page.GetByTestId("settings-keys").ClickAsync();
        var active = page.Locator("[data-testid=key][data-state=active]");
        await Expect(active).ToHaveCountAsync(2);
        await page.GetByTestId("alg").SelectOptionAsync("ES256");
        await page.GetByTestId("rotate-keys").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("successor is announced");
        await Expect(page.Locator("[data-testid=key][data-state=announced]")).ToHaveCountAsync(1);
        await page.GetByTestId("alg").SelectOptionAsync("ES256");
        await page.GetByTestId("rotate-keys").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("announced already");

        var leaked = await active.First.Locator("code").TextContentAsync();
        page.Dialog += static (_, dialog) => dialog.AcceptAsync();
        await active.First.GetByTestId("revoke-key").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("The key is gone");
        Assert.DoesNotContain(leaked!, await page.ContentAsync(), StringComparison.Ordinal); // it has a text
        Assert.DoesNotContain(leaked!, await (await page.APIRequest.GetAsync(fixture.At("/.well-known/jwks.json"))).TextAsync(), StringComparison.Ordinal); // as above
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_receiver_is_made_told_looked_at_and_told_again()
    {
        var got = new ConcurrentQueue<(string Id, string? Signature)>();
        await using var sink = Sink(got);
        await sink.StartAsync();
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/settings/webhooks"));
        await Expect(page.GetByTestId("tiktok-tiktok")).ToHaveValueAsync(fixture.At("/webhooks/tiktok/tiktok"));
        await page.GetByTestId("event-all").UncheckAsync();
        await page.GetByTestId("event-user.signed_in").CheckAsync();
        await page.GetByTestId("url").FillAsync("http://93.184.216.34/hook");
        await page.GetByTestId("create").ClickAsync();
        await Expect(page.GetByTestId("url-faults")).Not.ToBeEmptyAsync();
        await page.GetByTestId("url").FillAsync(sink.Urls.Single() + "/hook");
        await page.GetByTestId("create").ClickAsync();
        Assert.StartsWith("whsec_", await page.GetByTestId("secret").InputValueAsync(), StringComparison.Ordinal);
        await page.GetByTestId("to-receiver").ClickAsync();

        await SignInAsync();
        await Eventually.HoldsAsync(() => got.Count == 1, "the receiver was told");
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator("[data-testid=delivery][data-state=done]").CountAsync() == 1;
            },
            "the delivery is in the log");
        await Expect(page.GetByTestId("delivery")).ToContainTextAsync("HTTP 204");
        await page.GetByTestId("replay").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("sent again");
        await Eventually.HoldsAsync(() => got.Count == 2, "the receiver was told again");
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator("[data-testid=delivery][data-state=done]").CountAsync() == 1;
            },
            "the delivery is done again");
        page.Dialog += static (_, dialog) => dialog.AcceptAsync();
        await page.GetByTestId("replay-since").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("1 event is sent again");
        await Eventually.HoldsAsync(() => got.Count == 3, "the receiver was told a third time");
        Assert.Single(got.Select(static message => message.Id).Distinct());
        Assert.All(got, static message => Assert.StartsWith("v1,", message.Signature, StringComparison.Ordinal));

        await page.GetByTestId("switch").ClickAsync();
        await Expect(page.GetByTestId("state")).ToHaveTextAsync("Disabled");
        await page.GetByTestId("delete").ClickAsync();
        await Expect(page.GetByTestId("no-receivers")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Looks_are_chosen_without_a_script_and_limits_told_with_their_variables()
    {
        var page = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.GotoAsync(fixture.At("/dashboard/settings/appearance"));
        await page.GetByTestId("theme-dark").CheckAsync();
        await page.GetByTestId("direction-rtl").CheckAsync();
        await page.GetByTestId("save").ClickAsync();
        await page.GotoAsync(fixture.At("/dashboard/settings/limits"));
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", "dark");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(page.Locator("[data-name=Tokgate__Audit__Retention]").GetByTestId("value")).ToHaveTextAsync("90 days");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_configuration_is_a_file_without_a_secret()
    {
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/settings/configuration"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("export-yaml").ClickAsync());
        Assert.Equal("tokgate.yaml", download.SuggestedFilename);
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("client_id: \"shop\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-dashboard-tests", text, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    // By the application that the fixture declares; where it would be, nobody listens.
    private async Task SignInAsync()
    {
        var person = await fixture.Chromium.NewPageAsync();
        await person.RouteAsync("https://shop.example/**", static route => route.FulfillAsync(new RouteFulfillOptions { Body = "back" }));
        await person.GotoAsync(fixture.At(
            "/authorize?client_id=shop&response_type=code&scope=openid&state=s&redirect_uri=https%3A%2F%2Fshop.example%2Fcb&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"));
        await person.ConsentAsync(isAsked: false);
        await Expect(person.Locator("body")).ToHaveTextAsync("back");
        await person.Context.CloseAsync();
    }

    private static WebApplication Sink(ConcurrentQueue<(string Id, string? Signature)> got)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:" + FreePort.Next());
        application.MapPost("/hook", (HttpContext context) =>
        {
            got.Enqueue((context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-signature"]));
            return Results.NoContent();
        });
        return application;
    }
}
