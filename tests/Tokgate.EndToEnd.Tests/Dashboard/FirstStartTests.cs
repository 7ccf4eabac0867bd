using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

public sealed class FirstStartTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task The_one_time_link_lets_the_first_owner_in_once()
    {
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard"));
        await Expect(page.GetByTestId("administrator")).ToHaveTextAsync("owner");
        Assert.Null(await Tokgate.Server.TokgateServer.InviteFirstAdministratorAsync(fixture.Broker));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_do_that()
    {
        var page = await fixture.Chromium.NewPageAsync();
        foreach (var place in (string[])["", "/applications", "/connections", "/users", "/logs", "/settings"])
        {
            await page.GotoAsync(fixture.At("/dashboard" + place));
            await Expect(page).ToHaveURLAsync(fixture.At("/dashboard/sign-in?from=" + Uri.EscapeDataString("/dashboard" + place)));
        }

        await page.Context.CloseAsync();
    }
}
