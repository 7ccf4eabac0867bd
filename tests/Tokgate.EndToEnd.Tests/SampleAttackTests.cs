using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The sample application's pages in a real browser, against people whose names are scripts. Readers copy it, so it must hold what the broker holds.</summary>
public sealed class SampleAttackTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    private const string Mallory = "mallory";

    [Fact]
    public async Task T_23_Whatever_a_person_is_called_is_text_in_the_sample_application()
    {
        await ControlAsync(HttpMethod.Post, "/_emulator/users", new { username = Mallory });
        await ControlAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "auto", user = Mallory });
        var page = await playground.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        foreach (var payload in AttackFixture.Payloads)
        {
            await ControlAsync(HttpMethod.Put, $"/_emulator/users/{Mallory}", new { display_name = payload, bio_description = payload, profile_deep_link = payload });
            await page.GotoAsync(playground.App.AbsoluteUri);
            await page.GetByTestId("continue-with-tiktok").ClickAsync();
            await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync(payload);
            Assert.Contains(JsonNode.Parse(await page.GetByTestId("claims").InnerTextAsync())!.AsObject(), claim => claim.Value is JsonValue value && value.ToString() == payload); // what it shows is JSON
            await page.Context.ClearCookiesAsync();
        }

        // And all of them at once on the way through the broker.
        var all = string.Concat(AttackFixture.Payloads);
        await ControlAsync(HttpMethod.Put, $"/_emulator/users/{Mallory}", new { display_name = all, bio_description = all });
        await page.GotoAsync(playground.App.AbsoluteUri);
        await page.GetByTestId("continue-with-broker").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToContainTextAsync(AttackFixture.Payloads[0]);

        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_23_Whatever_an_address_says_is_text_in_the_sample_application()
    {
        var page = await playground.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);

        // Each at one of the addresses; in the long form each at each.
        var isLong = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1";
        foreach (var (index, payload) in AttackFixture.Payloads.Index())
        {
            var text = Uri.EscapeDataString(payload);
            string[] paths =
            [
                $"/?notice={text}", $"/failed?reference={text}", $"/cancelled?error={text}&error_description={text}", $"/{text}", $"/missing?x={text}",
                $"/signin-tiktok?error={text}&error_description={text}&error_type={text}&log_id={text}&state={text}", $"/broker/callback?error={text}&error_description={text}&state={text}&iss={text}",
            ];
            foreach (var path in isLong ? paths : [paths[index % paths.Length]])
            {
                await page.GotoAsync(new Uri(playground.App, path).AbsoluteUri);
                await Expect(page.Locator("main")).ToBeVisibleAsync();
            }
        }

        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_23_Whatever_TikTok_seems_to_say_of_an_error_is_text_in_the_sample_application()
    {
        var page = await playground.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        await ControlAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "ask" });
        foreach (var payload in AttackFixture.Payloads)
        {
            // Away from TikTok's page with an answer of our own, and the state that is waited for.
            await page.GotoAsync(playground.App.AbsoluteUri);
            await page.GetByTestId("continue-with-tiktok").ClickAsync();
            await page.GetByTestId("cancel").WaitForAsync();
            var asked = HttpUtility.ParseQueryString(new Uri(page.Url).Query);
            var text = Uri.EscapeDataString(payload);
            await page.GotoAsync($"{asked["redirect_uri"]}?error={text}&error_description={text}&error_type={text}&state={Uri.EscapeDataString(asked["state"]!)}"); // the emulator refuses a request without
            Assert.Equal("/failed", new Uri(page.Url).AbsolutePath);
            await page.GetByTestId("error").WaitForAsync();
        }

        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    private async Task ControlAsync(HttpMethod method, string path, object document)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(playground.Emulator, path)) { Content = JsonContent.Create(document) };
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
