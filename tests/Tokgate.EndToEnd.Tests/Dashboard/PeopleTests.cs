using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>What an operator sees of people and does about them, and what TikTok hears of it.</summary>
public sealed class PeopleTests(EyesFixture world) : IClassFixture<EyesFixture>
{
    [Fact]
    public async Task People_are_found_by_name_and_by_every_id_and_their_grants_refreshed_and_revoked_at_TikTok()
    {
        var user = await world.SignInAsync("creator_full");
        var page = await OpenAsync();
        await page.GotoAsync(world.At("/dashboard/users"));
        foreach (var text in (string[])["cam", "CAMILLE F", user, await IdentityAsync(page, user)])
        {
            await page.GetByTestId("search").FillAsync(text);
            await page.GetByTestId("find").ClickAsync();
            await Expect(page.GetByTestId("search")).ToHaveValueAsync(text);
            await Expect(page.GetByTestId("person")).ToHaveCountAsync(1);
            await Expect(page.GetByTestId("person-link")).ToHaveTextAsync("Camille Full");
        }

        await page.GetByTestId("person-link").ClickAsync();
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("active");
        await Expect(page.GetByTestId("grant-scopes")).ToContainTextAsync("user.info.basic");
        await page.GetByTestId("grant-refresh").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("TikTok gave new tokens");
        await Expect(page.GetByTestId("grant-refreshed")).ToContainTextAsync("generation 2");
        Assert.Equal(1, await world.CountAsync("/v2/oauth/token/", "grant_type", "refresh_token"));

        await page.GetByTestId("grant-revoke").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToHaveTextAsync("The grant has ended here and at TikTok.");
        await Expect(page.GetByTestId("grant-state")).ToHaveTextAsync("revoked");
        await Expect(page.GetByTestId("grant-history")).ToContainTextAsync("A TikTok grant ended");
        Assert.Equal(1, await world.CountAsync("/v2/oauth/revoke/"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_person_is_signed_out_blocked_annotated_and_deleted_by_typing()
    {
        var user = await world.SignInAsync("basic_only");
        var page = await OpenAsync();
        await page.GotoAsync(world.At("/dashboard/users/" + user));
        await Expect(page.GetByTestId("session")).ToHaveCountAsync(1);
        await page.GetByTestId("session-end").ClickAsync();
        await Expect(page.GetByTestId("no-sessions")).ToBeVisibleAsync();
        await page.GetByTestId("application-remove").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("The application holds nothing");

        await page.GetByTestId("app-metadata").FillAsync("{ \"plan\": ");
        await page.GetByTestId("metadata-save").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("The app metadata is no JSON object.");
        await Expect(page.GetByTestId("app-metadata")).ToHaveValueAsync("{ \"plan\": ");
        await page.GetByTestId("app-metadata").FillAsync("{ \"plan\": \"gold\", \"seats\": 3 }");
        await page.GetByTestId("metadata-save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToHaveTextAsync("The metadata is kept.");
        await page.GetByTestId("app-metadata").FillAsync("{ \"plan\": \"gold\" }");
        await page.GetByTestId("metadata-save").ClickAsync();
        await Expect(page.GetByTestId("app-metadata")).ToHaveValueAsync("{\n  \"plan\": \"gold\"\n}");

        await page.GetByTestId("block").ClickAsync();
        await Expect(page.GetByTestId("blocked")).ToBeVisibleAsync();
        await page.GetByTestId("unblock").ClickAsync();
        await Expect(page.GetByTestId("blocked")).ToHaveCountAsync(0);

        var revoked = await world.CountAsync("/v2/oauth/revoke/");
        await page.GetByTestId("delete").ClickAsync();
        await page.GetByTestId("confirmation").FillAsync("delete");
        await page.GetByTestId("delete-confirm").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("Nothing was deleted");
        await page.GetByTestId("confirmation").FillAsync(user);
        await page.GetByTestId("delete-confirm").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync($"The person {user} is deleted.");
        Assert.Equal(revoked + 1, await world.CountAsync("/v2/oauth/revoke/"));
        await page.GotoAsync(world.At("/dashboard/users/" + user));
        await Expect(page.GetByTestId("error")).ToContainTextAsync("There is no such user.");
        await world.ShowAsync(page, $"/dashboard/logs?kind=&user={user}&text=administrator", page => page.GetByTestId("line").Filter(new() { HasText = "A person was deleted" }));
        await Expect(page.GetByTestId("line-words").First).ToHaveTextAsync("A person was deleted");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>")]
    [InlineData("admin\u202Enimda \u200Bx", "adminnimda x")]
    public async Task T_23_T_24_Whatever_people_call_themselves_is_text_that_turns_and_hides_nothing(string name, string shown)
    {
        await world.Emulator.PutAsync("/_emulator/users/hostile", new { display_name = name, bio_description = name });
        var user = await world.SignInAsync("hostile");
        var page = await world.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        foreach (var path in (string[])["", "/users", "/users?q=" + user, "/users/" + user + "/delete", "/logs?text=" + Uri.EscapeDataString(name), "/users/" + user])
        {
            await page.GotoAsync(world.At("/dashboard" + path));
            await Expect(page.GetByTestId("title")).ToBeVisibleAsync();
        }

        await Expect(page.GetByTestId("name")).ToHaveTextAsync(shown);
        await Expect(page.GetByTestId("user-id")).ToHaveTextAsync(user);
        Assert.DoesNotContain('\u202E', await page.Locator("main").InnerTextAsync());
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    private static async Task<string> IdentityAsync(IPage page, string user)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/dashboard/users/" + user).AbsoluteUri);
        var openId = await page.GetByTestId("identity").Locator("code").First.InnerTextAsync();
        await page.GotoAsync(new Uri(new Uri(page.Url), "/dashboard/users").AbsoluteUri);
        return openId;
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await world.NewPageAsync();
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        return page;
    }
}
