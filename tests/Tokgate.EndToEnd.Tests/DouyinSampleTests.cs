using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The sample <c>DouyinSignIn</c> in Chromium: AddDouyin() as it stands, against the emulator's pages.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class DouyinSampleTests(SinglePageFixture world, DouyinSample sample) : IClassFixture<DouyinSample>
{
    [Fact]
    public async Task A_person_signs_in_with_Douyin_and_decides_what_is_optional()
    {
        var page = await world.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        await page.GotoAsync(sample.Address.AbsoluteUri);
        await page.GetByTestId("continue-with-douyin").ClickAsync();
        await page.GetByTestId("cancel").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("You cancelled");

        await page.GotoAsync(new Uri(sample.Address, "/login").AbsoluteUri);
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(page.GetByTestId("scope-user_info")).ToBeDisabledAsync();
        await Expect(page.GetByTestId("scope-friend_relation")).Not.ToBeCheckedAsync();
        Assert.Empty(await AxeOfAsync());
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        await Expect(page.GetByTestId("scopes")).ToHaveTextAsync("user_info");
        await Expect(page.GetByTestId("days")).ToHaveTextAsync("30");

        await page.GotoAsync(new Uri(sample.Address, "/login").AbsoluteUri);
        await page.GetByTestId("scope-friend_relation").CheckAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("scopes")).ToHaveTextAsync("user_info, friend_relation");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();

        async Task<IReadOnlyList<string>> AxeOfAsync()
        {
            var looked = await world.Chromium.NewPageAsync(new() { BypassCSP = true }); // axe is put into the page
            await looked.GotoAsync(new Uri(sample.Address, "/login").AbsoluteUri);
            await looked.GetByTestId("persona-creator_sparse").ClickAsync();
            var faults = await AxeText.FaultsAsync(looked, world.Axe);
            await looked.Context.CloseAsync();
            return [.. faults];
        }
    }
}
