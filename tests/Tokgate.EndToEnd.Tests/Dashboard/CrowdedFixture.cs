using System.Net.Http.Json;
using Microsoft.Playwright;
using Tokgate.Server;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A dashboard in which everything has a name that is a script: people, applications, browsers.</summary>
public sealed class CrowdedFixture : DashboardFixture, IAsyncLifetime
{
    public ShiftedTime Clock { get; } = new();

    /// <summary>The story of somebody who went to TikTok and never came back.</summary>
    public string Abandoned { get; private set; } = "";

    /// <summary>The story of somebody who came back with an error of TikTok's.</summary>
    public string Failed { get; private set; } = "";

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        foreach (var (payload, index) in AttackFixture.Payloads.Select(static (payload, index) => (payload, index)))
        {
            using var made = await Emulator.Control.PostAsJsonAsync(
                new Uri("/_emulator/users", UriKind.Relative), new { username = $"mallory_{index}", display_name = payload, bio_description = payload });
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
            await Emulator.ConsentAsync($"mallory_{index}");
            using var browser = new BrowserWalker();
            Assert.Equal("/account", (await browser.PostAsync(new Uri(At("/account/sign-in")))).Address.AbsolutePath);
            using var stranger = new HttpClient();
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", payload);
            using var failed = await stranger.GetAsync(new Uri(At($"/login/callback?state={Uri.EscapeDataString(payload)}&error={Uri.EscapeDataString(payload)}&error_description={Uri.EscapeDataString(payload)}")));
        }

        await LeaveAsync(isBack: false);
        Clock.Advance(TimeSpan.FromMinutes(16));
        await LeaveAsync(isBack: true);
        using (var shop = new BrowserWalker())
        {
            await shop.FollowUntilAsync(Shop.Address(this), static address => address.Host == "shop.example");
        }

        await LookAsync();
    }

    // As far as TikTok, and back with an error or not at all.
    private async Task LeaveAsync(bool isBack)
    {
        using var browser = new BrowserWalker();
        var callback = await browser.FollowUntilAsync(Shop.Address(this), static address => address.AbsolutePath == "/login/callback");
        if (isBack)
        {
            var state = callback.Query.Split("state=")[1].Split('&')[0];
            await browser.GetAsync(new Uri(At($"/login/callback?error=access_denied&error_type=non_sandbox_target&log_id=20261122&state={state}")));
        }
    }

    // What an owner does once, and finds.
    private async Task LookAsync()
    {
        var page = await NewPageAsync();
        await page.GotoAsync(At("/dashboard/connections/tiktok/try"));
        await page.GetByTestId("try").ClickAsync();
        await page.WaitForURLAsync("**/try?trial=*");
        Abandoned = await StoryAsync(page, "/dashboard/logs?kind=signins");
        Failed = await StoryAsync(page, "/dashboard/logs?error=TTK3106");
        await page.Context.CloseAsync();
    }

    // The oldest: those that went well came later.
    private async Task<string> StoryAsync(IPage page, string path)
    {
        string? story = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                await page.GotoAsync(At(path));
                var links = page.GetByTestId("line-story");
                story = await links.CountAsync() == 0 ? null : await links.Last.GetAttributeAsync("href");
                return story is not null;
            },
            path);
        return story!; // as just seen
    }

    protected override TokgateServerOptions Options()
    {
        var options = base.Options();
        return new TokgateServerOptions
        {
            EnvironmentName = options.EnvironmentName,
            Urls = options.Urls,
            Issuer = options.Issuer,
            DataDirectory = options.DataDirectory,
            TimeProvider = Clock,
            Connections = options.Connections,
            Clients =
            [
                .. options.Clients,
                .. AttackFixture.Payloads.Select(static (payload, index) => new TokgateServerClient { Id = $"app{index}", Name = payload, IsPublic = true, RedirectUris = ["https://app.example/cb"] }),
            ],
        };
    }
}
