using Microsoft.Playwright;
using Tokgate.Emulator;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Try it and the doctor as a person uses them: what goes well, what fails, and what somebody else sees of it by a link.</summary>
public sealed class TryItTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private const string Try = "/dashboard/connections/tiktok/try";

    [Fact]
    public async Task A_trial_is_run_shown_by_a_link_and_run_by_somebody_else()
    {
        await fixture.Emulator.ConsentAsync("creator_full");
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At(Try));
        await page.GetByTestId("application").SelectOptionAsync("shop");
        await page.GetByTestId("try").ClickAsync();
        await Expect(page.GetByTestId("trial-state").First).ToHaveAttributeAsync("data-state", "succeeded");
        await Expect(page.GetByTestId("steps").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(7);
        await Expect(page.GetByTestId("mapping")).ToContainTextAsync("$.display_name");
        await Expect(page.GetByTestId("id-token")).ToContainTextAsync("\"aud\": \"shop\"");
        await Expect(page.GetByTestId("administrator")).ToHaveTextAsync("owner");

        await page.GetByTestId("share").ClickAsync();
        var link = await page.GetByTestId("link").InputValueAsync();
        var stranger = await fixture.Chromium.NewPageAsync();
        await stranger.GotoAsync(link);
        await Expect(stranger.GetByTestId("id-token")).ToContainTextAsync("\"aud\": \"shop\"");
        await Expect(stranger.GetByTestId("nav-overview")).ToHaveCountAsync(0);
        await Expect(stranger.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GetByTestId("unshare").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToBeVisibleAsync();
        await stranger.ReloadAsync();
        await Expect(stranger.GetByTestId("error")).ToContainTextAsync("TTK3380");

        await page.GetByTestId("invite").ClickAsync();
        await stranger.GotoAsync(await page.GetByTestId("link").InputValueAsync());
        await stranger.GetByTestId("run").ClickAsync();
        await Expect(stranger.GetByTestId("outcome")).ToContainTextAsync("It went well");
        await page.GotoAsync(fixture.At(Try));
        await Expect(page.GetByTestId("trials").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("run by link");
        await stranger.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_failure_is_explained_there_and_by_the_doctor()
    {
        await fixture.Emulator.ConsentAsync("creator_full");
        await SetSecretAsync("another-secret-than-the-broker-has");
        try
        {
            var page = await fixture.NewPageAsync();
            await page.GotoAsync(fixture.At(Try));
            await page.GetByTestId("try").ClickAsync();
            await Expect(page.GetByTestId("failure-id")).ToHaveTextAsync("TTK3103");
            await Expect(page.GetByTestId("failure-remedy")).Not.ToBeEmptyAsync();
            await page.GetByTestId("to-doctor").ClickAsync();
            await Expect(page.Locator($"[data-check='connection tiktok: key and secret of {TikTokEmulator.ProductionClientKey}']")).ToHaveAttributeAsync("data-level", "failed");
            await page.GetByTestId("to-all").ClickAsync();
            await Expect(page.Locator("[data-check='database']")).ToHaveAttributeAsync("data-level", "fine");
            await page.Context.CloseAsync();
        }
        finally
        {
            await SetSecretAsync(TikTokEmulator.ClientSecret);
        }
    }

    private Task SetSecretAsync(string secret) => fixture.Emulator.PutAsync($"/_emulator/apps/{TikTokEmulator.ProductionClientKey}", new { client_secret = secret });
}
