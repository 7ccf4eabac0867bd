using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>The ways into the dashboard, as a browser goes them.</summary>
public sealed class DoorsTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task A_passkey_is_added_and_signs_in_and_a_removed_one_does_not()
    {
        var page = await NewcomerAsync("ada");
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(fixture.At("/dashboard/you"));
        await page.GetByTestId("new-passkey-name").FillAsync("Laptop");
        await page.GetByTestId("passkey-add").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("passkey-name")).ToHaveValueAsync("Laptop");

        await page.GetByTestId("sign-out").ClickAsync();
        await page.GotoAsync(fixture.At("/dashboard/sign-in?from=%2Fdashboard%2Flogs"));
        await page.GetByTestId("passkey").ClickAsync();
        await Expect(page).ToHaveURLAsync(fixture.At("/dashboard/logs"));
        await Expect(page.GetByTestId("administrator")).ToHaveTextAsync("ada");

        // It is the only way in, so it stays until there is another.
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await page.GotoAsync(fixture.At("/dashboard/you"));
        await page.GetByTestId("passkey-remove").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("only thing you can sign in with");
        await page.GetByTestId("link").ClickAsync();
        await ConsentAsync(page);
        await page.Locator("button[data-testid=link]").ClickAsync();
        await Expect(page.GetByTestId("linked")).ToBeVisibleAsync();
        await page.GetByTestId("passkey-remove").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToBeVisibleAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await page.GetByTestId("passkey").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("did not let you in");

        // And TikTok's person, through the broker itself, still does.
        await page.GetByTestId("broker").ClickAsync();
        await ConsentAsync(page);
        await page.GetByTestId("enter").ClickAsync();
        await Expect(page.GetByTestId("administrator")).ToHaveTextAsync("ada");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_scripts_a_password_is_set_up_and_a_recovery_code_signs_in()
    {
        var page = await NewcomerAsync("grace", new BrowserNewContextOptions { JavaScriptEnabled = false });
        await Expect(page.GetByTestId("set-up")).ToBeVisibleAsync();
        await page.GotoAsync(fixture.At("/dashboard"));
        await Expect(page.GetByTestId("set-up-reminder")).ToBeVisibleAsync();
        await page.GotoAsync(fixture.At("/dashboard/you/password"));
        await page.GetByTestId("password").FillAsync("four words in a row");
        await page.GetByTestId("again").FillAsync("four words in a row");
        await page.GetByTestId("code").FillAsync("000000");
        var secret = await page.GetByTestId("secret").InnerTextAsync();
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("The code is wrong");
        await Expect(page.GetByTestId("secret")).ToHaveTextAsync(secret); // who has added it need not do so again
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_owner_invites_somebody_who_sees_what_a_viewer_sees()
    {
        var owner = await fixture.NewPageAsync();
        await owner.GotoAsync(fixture.At("/dashboard/settings"));
        await owner.GetByTestId("settings-administrators").ClickAsync();
        await owner.GetByTestId("invite-role").SelectOptionAsync("viewer");
        await owner.GetByTestId("invite").ClickAsync();
        var viewer = await fixture.Chromium.NewPageAsync();
        await viewer.GotoAsync(await owner.GetByTestId("invitation-link").InnerTextAsync());
        await viewer.GetByTestId("user-name").FillAsync("vera");
        await viewer.GetByTestId("continue").ClickAsync();
        await viewer.GotoAsync(fixture.At("/dashboard/settings"));
        await Expect(viewer.GetByTestId("title")).ToHaveTextAsync("Settings");
        await Expect(viewer.GetByTestId("settings-administrators")).ToHaveCountAsync(0);
        await viewer.GotoAsync(fixture.At("/dashboard/settings/administrators"));
        await Expect(viewer.GetByTestId("error")).ToContainTextAsync("which your role does not have");

        await owner.GotoAsync(fixture.At("/dashboard"));
        await Expect(owner.GetByTestId("attention-administrator-without-way").Filter(new() { HasText = "vera" })).ToBeVisibleAsync();
        await owner.GotoAsync(fixture.At("/dashboard/settings/administrators"));
        owner.Dialog += (_, dialog) => dialog.AcceptAsync();
        await owner.GetByTestId("administrator-vera").GetByTestId("remove").ClickAsync();
        await Expect(owner.GetByTestId("notice")).ToBeVisibleAsync();
        await viewer.ReloadAsync();
        await Expect(viewer.GetByTestId("sign-in")).ToBeVisibleAsync();
        await viewer.Context.CloseAsync();
        await owner.Context.CloseAsync();
    }

    private async Task<IPage> NewcomerAsync(string name, BrowserNewContextOptions? options = null)
    {
        var owner = await fixture.NewPageAsync();
        await owner.GotoAsync(fixture.At("/dashboard/settings/administrators"));
        await owner.GetByTestId("invite-role").SelectOptionAsync("owner");
        await owner.GetByTestId("invite").ClickAsync();
        var link = await owner.GetByTestId("invitation-link").InnerTextAsync();
        await owner.Context.CloseAsync();
        var page = await fixture.Chromium.NewPageAsync(options);
        await page.GotoAsync(link);
        await page.GetByTestId("user-name").FillAsync(name);
        await page.GetByTestId("continue").ClickAsync();
        await Expect(page).ToHaveURLAsync(fixture.At("/dashboard/you"));
        return page;
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task ConsentAsync(IPage page)
    {
        var (authorize, person) = (page.GetByTestId("authorize"), page.GetByTestId("persona-creator_full"));
        await authorize.Or(person).First.WaitForAsync();
        if (!await authorize.IsVisibleAsync())
        {
            await person.ClickAsync();
        }

        await authorize.ClickAsync();
        await page.WaitForURLAsync("**/dashboard/broker");
    }
}
