using Microsoft.Playwright;
using Tokgate.Emulator;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A connection's pages, in a browser and without its scripts.</summary>
public sealed class ConnectionPagesTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private const string ClientKey = "awpasted0000000001";
    private const string ClientSecret = "secret-of-the-pasted-app-at-tiktok-0001";

    [Fact]
    public async Task A_fresh_start_signs_in_without_credentials_and_pasted_ones_are_used_at_once()
    {
        await AddAppAsync(ClientKey);
        Assert.Equal("n", (await Shop.SignInAsync(fixture, "tiktok")).GetProperty("nonce").GetString());

        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/connections"));
        await Expect(page.GetByTestId("fresh-start")).ToContainTextAsync("You use the emulator now");
        await Expect(page.GetByTestId("redirect-uri")).ToHaveValueAsync(fixture.At("/login/callback"));
        await page.GetByTestId("paste-key").FillAsync(ClientKey);
        await page.GetByTestId("paste-secret").FillAsync(ClientSecret);
        await page.GetByTestId("paste-address").FillAsync(Emulator);
        await page.GetByTestId("paste-save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("new sign-ins go to TikTok by this app");
        await Expect(page.GetByTestId("redirect-uri")).ToHaveValueAsync(fixture.At("/login/callback"));
        await Expect(page.GetByTestId("declared")).ToContainTextAsync("TIKTOK_CLIENT_ID");

        await fixture.Emulator.Control.DeleteAsync(new Uri("/_emulator/requests", UriKind.Relative));
        Assert.Equal("n", (await Shop.SignInAsync(fixture, "tiktok")).GetProperty("nonce").GetString());
        Assert.Contains(ClientKey, (await fixture.Emulator.ReadRequestsAsync()).ToString(), StringComparison.Ordinal);

        // And back: the former app is still there, and says of its secret that settings give it.
        await page.GetByTestId("tab-apps").ClickAsync();
        var former = page.GetByTestId("app-" + TikTokEmulator.ProductionClientKey);
        await Expect(former.GetByTestId("managed")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("app-" + ClientKey).GetByTestId("live")).ToBeVisibleAsync();
        Assert.DoesNotContain(ClientSecret, await page.ContentAsync(), StringComparison.Ordinal);
        await former.GetByTestId("make-live").ClickAsync();
        await Expect(page.GetByTestId("app-" + TikTokEmulator.ProductionClientKey).GetByTestId("live")).ToBeVisibleAsync();

        // Somebody's grant needs the app: it goes only when that was said.
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GetByTestId("app-" + ClientKey).GetByTestId("remove").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("grants need");
        await page.GetByTestId("force").CheckAsync();
        await page.GetByTestId("app-" + ClientKey).GetByTestId("remove").ClickAsync();
        await Expect(page.GetByTestId("app-" + ClientKey)).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_mapping_is_previewed_and_saved_without_scripts_and_a_change_of_another_is_not_written_over()
    {
        var page = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var other = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.GotoAsync(fixture.At("/dashboard/connections/tiktok/mapping"));
        await Expect(page.GetByTestId("preview")).ToContainTextAsync("\"name\": \"Camille Sample\"");
        await page.GetByTestId("from-nickname").FillAsync("$.missing, $.username");
        await page.GetByTestId("update-nickname").SelectOptionAsync("on_first_login");
        await page.GetByTestId("preview-button").ClickAsync();
        await Expect(page.GetByTestId("preview")).ToContainTextAsync("\"nickname\": \"camille_sample\"");
        await Expect(page.GetByTestId("from-nickname")).ToHaveValueAsync("$.missing, $.username");

        await other.GotoAsync(fixture.At("/dashboard/connections/tiktok/settings"));
        await other.GetByTestId("display-name").FillAsync("TikTok <b>of others</b>");
        await other.GetByTestId("save-settings").ClickAsync();
        await Expect(other.GetByTestId("title")).ToHaveTextAsync("TikTok <b>of others</b>");

        await page.GetByTestId("save-mapping").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("Somebody else changed this connection");
        await page.GetByTestId("save-mapping").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("saved");
        await Expect(page.GetByTestId("from-nickname")).ToHaveValueAsync("$.missing, $.username");
        await Expect(page.GetByTestId("update-nickname")).ToHaveValueAsync("on_first_login");
        await page.GetByTestId("from-name").FillAsync("display_name");
        await page.GetByTestId("preview-button").ClickAsync();
        await Expect(page.GetByTestId("preview-fault")).ToContainTextAsync("$.display_name");
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task Scopes_fields_and_policies_are_kept_and_what_is_refused_stands_in_the_form()
    {
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/connections/tiktok/scopes"));
        await page.GetByTestId("asked-user.info.stats").CheckAsync();
        await page.GetByTestId("save-scopes").ClickAsync();
        await Expect(page.GetByTestId("not-approved")).ToContainTextAsync("user.info.stats");
        await page.GetByTestId("fields-some").CheckAsync();
        await page.GetByTestId("field-video_count").UncheckAsync();
        await page.GetByTestId("save-fields").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("fields");
        await Expect(page.GetByTestId("field-video_count")).Not.ToBeCheckedAsync();
        await page.GetByTestId("asked-user.info.stats").UncheckAsync();
        await page.GetByTestId("save-scopes").ClickAsync();
        await Expect(page.GetByTestId("not-approved")).ToHaveCountAsync(0);

        await page.GetByTestId("tab-settings").ClickAsync();
        await page.GetByTestId("placeholder-email-domain").FillAsync("shop.example");
        await page.GetByTestId("save-settings").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync(".invalid");
        await Expect(page.GetByTestId("placeholder-email-domain")).ToHaveValueAsync("shop.example");
        await page.GetByTestId("placeholder-email-domain").FillAsync("");
        await page.GetByTestId("join-by-union-id").CheckAsync();
        await page.GetByTestId("offer-qr-code").CheckAsync();
        await page.GetByTestId("save-settings").ClickAsync();
        await Expect(page.GetByTestId("join-by-union-id")).ToBeCheckedAsync();
        await Expect(page.GetByTestId("offer-qr-code")).ToBeCheckedAsync();
        await page.GetByTestId("offer-qr-code").UncheckAsync();
        await page.GetByTestId("save-settings").ClickAsync();
        await Expect(page.GetByTestId("offer-qr-code")).Not.ToBeCheckedAsync();
        await page.Context.CloseAsync();
    }

    private string Emulator => fixture.Emulator.BaseAddress.GetLeftPart(UriPartial.Authority);

    private Task AddAppAsync(string clientKey) => fixture.Emulator.PostAsync("/_emulator/apps", new
    {
        client_key = clientKey,
        client_secret = ClientSecret,
        status = "approved",
        scopes = (string[])["user.info.basic"],
        platforms = new { desktop = (string[])[fixture.At("/login/callback")] },
    });
}
