using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard of a shop that people have signed in to for a month: what an owner looks at first. <c>eng/screenshots --tour</c> takes the pictures of README and docs here.</summary>
public sealed class TourTests(EyesFixture world) : IClassFixture<EyesFixture>
{
    private static readonly (string Username, string Name, bool HasProfile)[] People =
    [
        ("lena.paints", "Lena Hartmann", true), ("kenji_cooks", "田中 健司", true), ("sofia.runs", "Sofía Álvarez", false), ("noor.designs", "نور الدين", true), ("tom_repairs", "Tom Okafor", true),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "light")]
    [InlineData(ColorScheme.Dark, 1280, "dark")]
    [InlineData(ColorScheme.Light, 390, "phone")]
    public async Task An_owner_sees_a_month_at_a_glance_and_finds_one_sign_in(ColorScheme scheme, int width, string form)
    {
        await FillAsync();
        var page = await world.NewPageAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });

        await page.GotoAsync(world.At("/dashboard"));
        await Expect(page.Locator("[data-chart] canvas").First).ToBeVisibleAsync();
        Assert.InRange(int.Parse(await page.GetByTestId("count-sign-ins").InnerTextAsync(), CultureInfo.InvariantCulture), 400, 4_000);
        Assert.DoesNotContain("0", (await page.GetByTestId("days").Locator("tbody tr td:last-child").AllTextContentsAsync()).SkipLast(1)); // today has begun
        await Expect(page.GetByTestId("failure").First).ToContainTextAsync("TTK3101");
        await page.EvaluateAsync("document.getAnimations().forEach(animation => animation.finish())");
        await DashboardPicture.TakeAsync(page, "overview", form);

        await page.GotoAsync(world.At("/dashboard/logs?kind=signins"));
        await DashboardPicture.TakeAsync(page, "log", form);
        await page.GetByTestId("line-story").First.ClickAsync();
        await Expect(page.GetByTestId("story-step").First).ToBeVisibleAsync();
        await DashboardPicture.TakeAsync(page, "story", form);

        await page.GotoAsync(world.At("/dashboard/users?q=Lena"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Lena Hartmann" }).First.ClickAsync();
        await Expect(page.GetByTestId("name")).ToHaveTextAsync("Lena Hartmann");
        await DashboardPicture.TakeAsync(page, "person", form);

        await page.GotoAsync(world.At("/dashboard/connections/tiktok/try"));
        await page.GetByTestId("application").SelectOptionAsync("shop");
        await page.GetByTestId("try").ClickAsync();
        await Expect(page.GetByTestId("trial-state").First).ToHaveAttributeAsync("data-state", "succeeded");
        await DashboardPicture.TakeAsync(page, "try-it", form);

        await page.GotoAsync(world.At("/dashboard/applications/shop/quick-start"));
        await DashboardPicture.TakeAsync(page, "quick-start", form);
        await page.GotoAsync(world.At("/dashboard/connections/tiktok/scopes"));
        await DashboardPicture.TakeAsync(page, "scopes", form);
        await page.Context.CloseAsync();
    }

    private async Task FillAsync()
    {
        foreach (var (username, name, hasProfile) in People)
        {
            using var made = await world.Emulator.Control.PostAsJsonAsync(new Uri("/_emulator/users", UriKind.Relative), new { username, display_name = name });
            await world.Emulator.ConsentAsync(username, hasProfile ? null : ["user.info.basic"]);
            await world.SignInAsync(username);
        }

        await world.Emulator.ConsentAsync("lena.paints");
        var page = await world.NewPageAsync();
        await page.GotoAsync(world.At("/login/callback?state=a&code=b"));
        await world.ShowAsync(page, "/dashboard/logs?error=TTK3101", page => page.GetByTestId("line"));
        await page.Context.CloseAsync();

        // A month of days, as the broker counts them. More at weekends.
        await using var connection = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < 31)
            insert into daily_stats (day, logins, signups, created_at, updated_at)
            select unixepoch() / 86400 - i, 38 + i * 13 % 17 + case when (unixepoch() / 86400 - i + 4) % 7 in (0, 6) then 21 else 0 end, 6 + i * 7 % 9, 0, 0 from n where true
            on conflict (day) do nothing
            """;
        await command.ExecuteNonQueryAsync();
    }
}
