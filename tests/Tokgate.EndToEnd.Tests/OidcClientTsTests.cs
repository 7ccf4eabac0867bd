using System.Text.Json;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests;

/// <summary>oidc-client-ts as the broker's relying party in a browser: its calls cross origins, and its silent renewal lives in a frame.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class OidcClientTsTests(SinglePageFixture application)
{
    [Fact]
    public async Task A_person_signs_in_and_the_script_reads_the_profile_across_origins()
    {
        var page = await SignInAsync("openid profile");

        var user = await EvaluateAsync(page, "() => answered");

        var profile = user.GetProperty("profile");
        Assert.Equal(SinglePageFixture.ClientId, profile.GetProperty("aud").GetString());
        Assert.False(string.IsNullOrWhiteSpace(profile.GetProperty("name").GetString()));
        Assert.Equal("openid profile", user.GetProperty("scope").GetString());
        Assert.True(await page.EvaluateAsync<bool>("() => answered.then(user => user.refresh_token === undefined)"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_session_renews_silently_in_a_frame_without_a_page_for_the_person()
    {
        var page = await SignInAsync("openid profile");
        var first = await EvaluateAsync(page, "() => answered");

        var renewed = await EvaluateAsync(page, "() => manager.signinSilent()");

        Assert.NotEqual(first.GetProperty("access_token").GetString(), renewed.GetProperty("access_token").GetString());
        Assert.Equal(Subject(first), Subject(renewed));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Somebody_without_a_session_is_not_signed_in_silently()
    {
        var page = await application.Chromium.NewPageAsync();
        await page.GotoAsync(application.App.AbsoluteUri);

        Assert.Equal("login_required", await page.EvaluateAsync<string>("() => manager.signinSilent().then(() => 'signed in', error => error.error ?? String(error))"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Tokens_are_refreshed_and_revoked_and_the_script_can_read_that_they_are_dead()
    {
        var page = await SignInAsync("openid profile offline_access");
        var first = await EvaluateAsync(page, "() => answered");

        var renewed = await EvaluateAsync(page, "() => manager.signinSilent()");
        await page.EvaluateAsync("() => manager.revokeTokens()");
        var refused = await EvaluateAsync(
            page,
            """
            async token => {
              const answer = await fetch((await manager.metadataService.getUserInfoEndpoint()), { headers: { authorization: `Bearer ${token}` } });
              return { status: answer.status, challenge: answer.headers.get("www-authenticate") };
            }
            """,
            renewed.GetProperty("access_token").GetString());

        Assert.NotEqual(first.GetProperty("refresh_token").GetString(), renewed.GetProperty("refresh_token").GetString());
        Assert.Equal(Subject(first), Subject(renewed));
        Assert.Equal(401, refused.GetProperty("status").GetInt32());
        Assert.Contains("invalid_token", refused.GetProperty("challenge").GetString(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    private static string? Subject(JsonElement user) => user.GetProperty("profile").GetProperty("sub").GetString();

    private static async Task<JsonElement> EvaluateAsync(IPage page, string script, object? argument = null) =>
        await page.EvaluateAsync<JsonElement>(script, argument);

    private async Task<IPage> SignInAsync(string scope)
    {
        var page = await application.Chromium.NewPageAsync();
        await page.GotoAsync(new Uri(application.App, $"/?ask={Uri.EscapeDataString(scope)}").AbsoluteUri);
        await page.EvaluateAsync("() => void manager.signinRedirect()");
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await page.WaitForURLAsync(new Uri(application.App, "/callback").AbsoluteUri + "?*");
        return page;
    }
}
