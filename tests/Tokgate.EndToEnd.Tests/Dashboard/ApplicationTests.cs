using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Applications from their creation to the first person who signs in, and what an administrator is told on the way.</summary>
public sealed class ApplicationTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task An_application_is_made_its_secret_shown_once_its_Express_quick_start_run_and_a_connection_switched()
    {
        var page = await fixture.NewPageAsync();
        var app = new Uri($"http://localhost:{FreePort.Next()}");
        var (id, secret) = await fixture.CreateAsync(page, "The kiosk", "regular_web", app + "callback");
        Assert.NotNull(secret);
        await page.GetByTestId("to-quick-start").ClickAsync();
        await page.GetByTestId("start-express").ClickAsync();
        var code = await page.FileAsync("app.mjs");
        Assert.Contains($"\"{id}\"", code, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await using var program = await NodeProgram.StartAsync(
            [("app.mjs", code)], new Dictionary<string, string> { ["TOKGATE_CLIENT_SECRET"] = secret, ["SESSION_SECRET"] = "session-secret-of-the-tests-0001" }, app);
        var person = await fixture.Chromium.NewPageAsync();
        await person.GotoAsync(app + "login");
        await person.ConsentAsync(isAsked: true);
        await Expect(person.Locator("body")).ToHaveTextAsync(ApplicationWalk.SignedIn);
        await Expect(person).ToHaveURLAsync(app.AbsoluteUri);

        // Without its connection nobody signs in by it any more; with it again they do.
        await SwitchConnectionAsync(page, id, isOn: false);
        var other = await fixture.Chromium.NewPageAsync();
        await other.GotoAsync(app + "login");
        await Expect(other.GetByTestId("persona-creator_full")).ToHaveCountAsync(0);
        await SwitchConnectionAsync(page, id, isOn: true);
        await other.GotoAsync(app + "login");
        await other.ConsentAsync(isAsked: false); // they said yes in the other browser
        await Expect(other.Locator("body")).ToHaveTextAsync(ApplicationWalk.SignedIn);

        // What was shown once is shown nowhere again, and void when it is revoked.
        await page.GetByTestId("place-secrets").ClickAsync();
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByTestId("rotate").ClickAsync();
        Assert.NotEqual(secret, await page.GetByTestId("secret").InputValueAsync());
        await Expect(page.GetByTestId("secret-row")).ToHaveCountAsync(2);
        page.Dialog += static (_, dialog) => dialog.AcceptAsync();
        await page.GetByTestId("revoke").Last.ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("void");
        await Expect(page.GetByTestId("secret-row")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
        await person.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task A_redirect_URI_that_cannot_be_is_told_with_its_reason_while_it_is_typed_and_without_a_script_when_it_is_saved()
    {
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/applications/new"));
        await page.GetByTestId("name").FillAsync("Typed");
        await page.GetByTestId("callbacks").FillAsync("https://shop.example/cb\nhttp://shop.example/cb");
        await Expect(page.GetByTestId("callbacks-faults")).ToHaveTextAsync("http://shop.example/cb is http on a host that is not loopback");
        await Expect(page.GetByTestId("callbacks")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByTestId("callbacks").FillAsync("https://shop.example/cb");
        await Expect(page.GetByTestId("callbacks-faults")).ToBeEmptyAsync();
        await page.Context.CloseAsync();

        var plain = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var (id, _) = await fixture.CreateAsync(plain, "Plain", "spa", "https://shop.example/cb");
        await plain.GotoAsync(fixture.At("/dashboard/applications/" + id));
        await plain.GetByTestId("callbacks").FillAsync("https://shop.example/cb#part");
        await plain.GetByTestId("access_token_lifetime").FillAsync("3");
        await plain.GetByTestId("access_token_lifetime-unit").SelectOptionAsync("86400");
        await plain.GetByTestId("save").ClickAsync();
        await Expect(plain.GetByTestId("callbacks-faults")).ToHaveTextAsync("https://shop.example/cb#part has a fragment");
        await Expect(plain.GetByTestId("access_token_lifetime-faults")).ToHaveTextAsync("one minute to one day");
        await Expect(plain.GetByTestId("access_token_lifetime")).ToHaveValueAsync("3");
        await plain.Context.CloseAsync();
    }

    [Fact]
    public async Task A_change_that_somebody_else_overtook_is_told_and_nothing_of_theirs_is_lost_unseen()
    {
        var first = await fixture.NewPageAsync();
        var (id, _) = await fixture.CreateAsync(first, "Shared", "native", "com.example.app:/callback");
        await first.GetByTestId("to-settings").ClickAsync();
        var second = await fixture.NewPageAsync();
        await second.GotoAsync(fixture.At("/dashboard/applications/" + id));
        await second.GetByTestId("description").FillAsync("from the second");
        await second.GetByTestId("save").ClickAsync();
        await Expect(second.GetByTestId("notice")).ToContainTextAsync("Saved");

        await first.GetByTestId("description").FillAsync("from the first");
        await first.GetByTestId("save").ClickAsync();
        await Expect(first.GetByTestId("error")).ToContainTextAsync("Somebody else changed this application");
        await second.ReloadAsync();
        await Expect(second.GetByTestId("description")).ToHaveValueAsync("from the second");
        await Expect(first.GetByTestId("description")).ToHaveValueAsync("from the first");
        await first.GetByTestId("save").ClickAsync();
        await Expect(first.GetByTestId("notice")).ToContainTextAsync("Saved");
        await first.GetByTestId("shows-qr-codes").CheckAsync();
        await first.GetByTestId("save").ClickAsync();
        await Expect(first.GetByTestId("notice")).ToContainTextAsync("Saved");
        await first.ReloadAsync();
        await Expect(first.GetByTestId("shows-qr-codes")).ToBeCheckedAsync();
        await Expect(first.GetByTestId("hands-over-codes")).Not.ToBeCheckedAsync();
        first.Dialog += static (_, dialog) => dialog.AcceptAsync();
        await first.GetByTestId("delete").ClickAsync();
        await Expect(first.GetByTestId("notice")).ToContainTextAsync("was deleted");
        await second.ReloadAsync();
        await Expect(second.GetByTestId("missing")).ToBeVisibleAsync();
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    private async Task SwitchConnectionAsync(IPage page, string id, bool isOn)
    {
        await page.GotoAsync(fixture.At("/dashboard/applications/" + id));
        await page.GetByTestId("some-connections").CheckAsync();
        await page.GetByTestId("connection-tiktok").SetCheckedAsync(isOn);
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("Saved");
    }
}
