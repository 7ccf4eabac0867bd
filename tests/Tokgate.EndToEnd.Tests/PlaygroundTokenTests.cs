using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The life of a token, as the sample application shows it: refreshed, lost on the way, disconnected on either side, and brought back.</summary>
public sealed class PlaygroundTokenTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    [Fact]
    public async Task The_tokens_can_be_refreshed_and_the_generation_counts_it()
    {
        var page = await SignInAsync();
        var generation = await GenerationAsync(page);

        for (var turn = 1; turn <= 2; turn++)
        {
            await page.GetByTestId("refresh-now").ClickAsync();
            await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Refreshed");
            await Expect(page.GetByTestId("token-generation")).ToHaveTextAsync($"{generation + turn}");
        }

        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("active");
        Assert.Contains("1:59:", await page.GetByTestId("access-token-expires-in").InnerTextAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_refresh_without_an_answer_is_called_ambiguous_and_recovers_by_itself()
    {
        var page = await SignInAsync();
        await FaultAsync("cut_before");
        await page.GetByTestId("refresh-now").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("TikTok did not answer");
        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("ambiguous");

        // After two seconds of back-off; background work looks every five.
        await Eventually.HoldsAsync(async () =>
        {
            await page.GotoAsync(playground.App.AbsoluteUri);
            return await page.GetByTestId("grant-state").InnerTextAsync() == "active";
        });

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Disconnecting_ends_the_authorization_at_TikTok_and_continuing_brings_it_back()
    {
        var page = await SignInAsync();
        await page.GetByTestId("disconnect").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Disconnected");
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("revoked");
        await Expect(page.GetByTestId("access-token-expires-in")).ToHaveTextAsync("none");
        await Expect(page.GetByTestId("refresh-now")).ToHaveCountAsync(0);
        Assert.Equal(0, await AuthorizationsAsync());

        await ContinueAsync(page);
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("active");
        Assert.Equal(1, await AuthorizationsAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Whoever_removes_the_application_in_TikTok_is_told_that_only_signing_in_again_helps()
    {
        var page = await SignInAsync();
        await page.GetByTestId("disconnect-at-tiktok").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("press Refresh now");
        await page.GetByTestId("refresh-now").ClickAsync();

        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("needs_reauthorization");
        await Expect(page.GetByTestId("grant-meaning")).ToContainTextAsync("continue with TikTok");

        await ContinueAsync(page);
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("active");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_broken_answer_of_TikToks_loses_nothing()
    {
        var page = await SignInAsync();
        await FaultAsync("rate_limit");
        await page.GetByTestId("refresh-now").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The grant stays");
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("active");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_over_fits_a_phone_too()
    {
        var page = await SignInAsync();
        await page.SetViewportSizeAsync(360, 740);
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.GetByTestId("disconnect").ClickAsync();
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("revoked");

        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Context.CloseAsync();
    }

    private static async Task<int> GenerationAsync(IPage page) => int.Parse(await page.GetByTestId("token-generation").InnerTextAsync(), null);

    private async Task FaultAsync(string kind)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(new Uri(playground.Emulator, "/_emulator/faults"), new { endpoint = "token", kind });
        response.EnsureSuccessStatusCode();
    }

    private async Task<int> AuthorizationsAsync()
    {
        using var http = new HttpClient();
        return (await http.GetFromJsonAsync<JsonElement>(new Uri(playground.Emulator, "/_emulator/authorizations"))).GetArrayLength();
    }

    private async Task<IPage> SignInAsync()
    {
        var page = await playground.Chromium.NewPageAsync();
        await page.GotoAsync(playground.App.AbsoluteUri);
        await ContinueAsync(page);
        return page;
    }

    private static async Task ContinueAsync(IPage page)
    {
        await page.GetByTestId("continue-with-tiktok").ClickAsync();
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();
    }
}
