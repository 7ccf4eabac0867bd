using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>What a newcomer does in the first minute, in a real browser.</summary>
public sealed class PlaygroundTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    [Fact]
    public async Task Continue_choose_a_person_authorize_and_the_profile_stands_there()
    {
        var page = await SignInAsync("creator_full");

        await Expect(page.GetByTestId("signed-in-as")).Not.ToBeEmptyAsync();
        var claims = JsonNode.Parse(await page.GetByTestId("claims").InnerTextAsync())!.AsObject();
        Assert.Equal("creator_full", claims["urn:tiktok:username"]!.GetValue<string>());
        Assert.Contains("1:59:", await page.GetByTestId("access-token-expires-in").InnerTextAsync(), StringComparison.Ordinal);
        await Expect(page.GetByTestId("granted-scopes")).ToContainTextAsync("user.info.stats");
        await Expect(page.GetByTestId("refused-scopes")).ToHaveCountAsync(0);
        Assert.True(await page.Locator("img.avatar").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"), "The avatar did not load.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Cancelling_gives_a_friendly_page()
    {
        var page = await StartAsync("creator_full");
        await page.GetByTestId("cancel").ClickAsync();

        await Expect(page.GetByTestId("error")).ToContainTextAsync("cancelled");
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the start" }).ClickAsync();
        await Expect(page.GetByTestId("continue-with-tiktok")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Someone_who_grants_only_the_basics_signs_in_and_the_refused_scopes_are_shown()
    {
        var page = await SignInAsync("basic_only");

        await Expect(page.GetByTestId("granted-scopes")).ToHaveTextAsync("user.info.basic");
        await Expect(page.GetByTestId("refused-scopes")).ToContainTextAsync("user.info.stats");
        var claims = JsonNode.Parse(await page.GetByTestId("claims").InnerTextAsync())!.AsObject();
        Assert.False(claims.ContainsKey("urn:tiktok:follower_count"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task One_scope_can_be_refused_by_its_toggle()
    {
        var page = await StartAsync("creator_full");
        await page.GetByTestId("scope-user.info.stats").UncheckAsync();
        await page.GetByTestId("authorize").ClickAsync();

        await Expect(page.GetByTestId("refused-scopes")).ToHaveTextAsync("user.info.stats");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var page = await SignInAsync("creator_full");
        await page.GetByTestId("sign-out").ClickAsync();

        await Expect(page.GetByTestId("continue-with-tiktok")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("continue-with-tiktok")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_profile_of_thirty_kilobytes_does_not_lock_the_browser_out()
    {
        await ControlAsync("/_emulator/users", new { username = "enormous", display_name = new string('漢', 10_000) });
        var page = await SignInAsync("enormous");
        await page.ReloadAsync();

        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        var page = await SignInAsync("basic_only");
        await page.SetViewportSizeAsync(360, 740);

        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Another_account_can_be_chosen()
    {
        var page = await SignInAsync("creator_full");
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch account" }).ClickAsync();
        await page.GetByTestId("persona-creator_sparse").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();

        var claims = JsonNode.Parse(await page.GetByTestId("claims").InnerTextAsync())!.AsObject();
        Assert.False(claims.ContainsKey("urn:tiktok:union_id"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_broker_signs_in_by_plain_OpenID_Connect()
    {
        var page = await SignInByBrokerAsync("creator_full");

        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Camille Full");
        var claims = JsonNode.Parse(await page.GetByTestId("claims").InnerTextAsync())!.AsObject();
        Assert.Equal(playground.Issuer.GetLeftPart(UriPartial.Authority), claims["iss"]!.GetValue<string>());
        Assert.Equal("creator_full", claims["preferred_username"]!.GetValue<string>());
        Assert.False(claims.ContainsKey("email"));
        Assert.True(await page.Locator("img.avatar").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"), "The avatar did not load.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_terminal_s_link_leads_to_the_dashboard_where_that_sign_in_is_in_the_log()
    {
        var page = await SignInByBrokerAsync("creator_full");
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Camille Full");

        var said = await playground.WelcomeAsync() ?? throw new InvalidOperationException("Somebody administers the fresh broker already.");
        await page.GotoAsync(Regex.Match(said, @"http://\S+").Value);
        await page.GetByTestId("user-name").FillAsync("owner");
        await page.GetByTestId("continue").ClickAsync();
        await Expect(page.GetByTestId("nav-overview")).ToBeVisibleAsync();
        await Eventually.HoldsAsync(async () =>
        {
            // It is written a moment after it happened.
            await page.GotoAsync(new Uri(playground.Issuer, "/dashboard/logs?kind=signins").AbsoluteUri);
            return (await page.GetByTestId("line-words").AllInnerTextsAsync()).Any(static words => words.StartsWith("Signed in with TikTok", StringComparison.Ordinal));
        });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_came_by_the_broker_is_signed_out_there_too()
    {
        var page = await SignInByBrokerAsync("creator_full");
        await page.GotoAsync(new Uri(playground.Issuer, "/account").AbsoluteUri);
        await Expect(page.Locator("[data-testid=account-session][data-current=true]")).ToHaveCountAsync(1);

        await page.GotoAsync(playground.App.AbsoluteUri);
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page).ToHaveURLAsync(playground.App.AbsoluteUri);
        await Expect(page.GetByTestId("continue-with-broker")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(playground.Issuer, "/account").AbsoluteUri);
        await Expect(page.GetByTestId("account-signed-out")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_disconnects_in_TikTok_is_signed_out_at_the_broker()
    {
        var page = await SignInByBrokerAsync("basic_only");
        await page.GotoAsync(new Uri(playground.Issuer, "/account").AbsoluteUri);
        await Expect(page.Locator("[data-testid=account-session][data-current=true]")).ToHaveCountAsync(1);

        await ControlAsync("/_emulator/users/basic_only/remove-authorization", new { });
        await Eventually.HoldsAsync(async () =>
        {
            await page.ReloadAsync(); // the webhook is on its way
            return await page.GetByTestId("account-signed-out").CountAsync() > 0;
        });

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_administration_client_gets_a_token_for_the_management_API()
    {
        using var http = new HttpClient();
        var audience = playground.Issuer.AbsoluteUri + "api/v2/";
        using var answer = await http.PostAsync(new Uri(playground.Issuer, "/oauth/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "playground-admin",
            ["client_secret"] = "playground-admin-secret-not-for-production",
            ["audience"] = audience,
        }));

        answer.EnsureSuccessStatusCode();
        var tokens = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Contains("update:connections", tokens["scope"]!.GetValue<string>().Split(' '));
        Assert.Contains("read:clients", tokens["scope"]!.GetValue<string>().Split(' '));
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(tokens["access_token"]!.GetValue<string>().Split('.')[1]))!;
        Assert.Equal(audience, payload["aud"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_callback_opened_twice_gives_a_page_that_says_why()
    {
        var page = await SignInAsync("creator_full");
        await page.GotoAsync(new Uri(playground.App, "/signin-tiktok?code=abc&state=made-up").AbsoluteUri);

        await Expect(page.GetByTestId("error")).ToContainTextAsync("does not belong to a sign-in that is under way");
        await Expect(page.GetByText("TTK2005", new() { Exact = true })).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("error")).Not.ToContainTextAsync("TTK2005");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nothing_on_the_way_breaks_the_content_security_policy_or_logs_an_error()
    {
        var page = await playground.Chromium.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        await StartAsync(page, "creator_full");
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();

        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    private async Task ControlAsync(string path, object document)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(new Uri(playground.Emulator, path), document);
        response.EnsureSuccessStatusCode();
    }

    private async Task<IPage> SignInByBrokerAsync(string username)
    {
        var page = await playground.Chromium.NewPageAsync();
        await page.GotoAsync(playground.App.AbsoluteUri);
        await page.GetByTestId("continue-with-broker").ClickAsync();
        await page.GetByTestId($"persona-{username}").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();
        return page;
    }

    private async Task<IPage> SignInAsync(string username)
    {
        var page = await StartAsync(username);
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToBeVisibleAsync();
        return page;
    }

    private async Task<IPage> StartAsync(string username) => await StartAsync(await playground.Chromium.NewPageAsync(), username);

    private async Task<IPage> StartAsync(IPage page, string username)
    {
        await page.GotoAsync(playground.App.AbsoluteUri);
        await page.GetByTestId("continue-with-tiktok").ClickAsync();
        await page.GetByTestId($"persona-{username}").ClickAsync();
        return page;
    }
}
