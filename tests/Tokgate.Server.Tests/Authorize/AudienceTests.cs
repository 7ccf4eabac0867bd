using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Authorize;

public sealed class AudienceTests
{
    [Theory]
    [InlineData("audience")]
    [InlineData("resource")]
    public async Task Rfc8707_Section_2_1_The_api_that_was_asked_for_is_in_the_token_also_after_a_refresh(string name)
    {
        await using var world = await SignInWorld.StartAsync(
        [
            new()
            {
                Id = The.Web, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback],
                Audiences = new Dictionary<string, IReadOnlyList<string>> { [The.Api] = ["read"] },
            },
        ]);
        using var browser = world.NewBrowser();
        var request = SignInWorld.Authorize((name, The.Api), ("scope", "openid offline_access"));
        foreach (var isSignedInBefore in (bool[])[false, true])
        {
            var landed = await browser.GoAsync(request);
            Assert.True(landed.Query.ContainsKey("code"), $"{isSignedInBefore} {landed.Headers["Location"]}");
            var bought = await TokenAsync(world, ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback), (name, The.Api));
            IsForBoth(bought);
            IsForBoth(await TokenAsync(world, ("grant_type", "refresh_token"), ("refresh_token", bought.Json.GetProperty("refresh_token").GetString()!))); // offline_access was asked for
        }

        Assert.Equal("invalid_target", (await browser.GoAsync(SignInWorld.Authorize((name, The.OtherApi)))).Query["error"]);
        Assert.Equal("invalid_target", (await browser.GoAsync(SignInWorld.Authorize(("audience", The.Api), ("resource", Broker.Issuer)))).Query["error"]);
    }

    [Fact]
    public async Task Rfc8707_Section_2_2_With_an_api_come_the_scopes_that_the_client_may_have_there_and_no_others()
    {
        const string Management = Broker.Issuer + "/api/v2/";
        await using var world = await SignInWorld.StartAsync(
        [
            new()
            {
                Id = The.Web, Secret = The.WebSecret, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], Scopes = ["openid", "offline_access"],
                Audiences = new Dictionary<string, IReadOnlyList<string>>
                {
                    [The.Api] = ["read", "write", "profile", "user.info.stats"], [The.OtherApi] = ["other"], [Management] = ["delete:users"],
                },
            },
        ]);
        using var browser = world.NewBrowser();
        var page = await browser.GoAsync(SignInWorld.Authorize(("audience", The.Api), ("scope", "openid offline_access read other profile user.info.stats delete:users")));
        Assert.Equal(["openid", "offline_access", "read"], System.Text.RegularExpressions.Regex.Matches(page.Body, "data-scope=\"([^\"]+)\"").Select(match => match.Groups[1].Value));
        var landed = await browser.StepPostAsync("/consent", ("request", System.Text.RegularExpressions.Regex.Match(page.Body, "name=\"request\" value=\"([^\"]+)\"").Groups[1].Value), ("decision", "allow"));
        var bought = await TokenAsync(world, ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Says(bought, "openid offline_access read");
        var refresh = bought.Json.GetProperty("refresh_token").GetString()!; // offline_access was allowed
        Says(await TokenAsync(world, ("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", "openid read")), "openid read");

        // More than was allowed is asked for again, an API's scope as any other.
        Assert.Contains("data-scope=\"write\"", (await browser.GoAsync(SignInWorld.Authorize(("audience", The.Api), ("scope", "openid offline_access read write")))).Body, StringComparison.Ordinal);
        Assert.Equal("invalid_scope", (await browser.GoAsync(SignInWorld.Authorize(("scope", "read")))).Query["error"]);
        Assert.Equal("invalid_scope", (await browser.GoAsync(SignInWorld.Authorize(("audience", Management), ("scope", "delete:users")))).Query["error"]);
    }

    private static void Says(Answer answer, string scope)
    {
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(scope, answer.Json.GetProperty("scope").GetString());
        Assert.Equal(scope, Broker.PayloadOf(answer.Json.GetProperty("access_token").GetString()!).GetProperty("scope").GetString()); // a token answer has one
    }

    private static Task<Answer> TokenAsync(SignInWorld world, params (string Name, string Value)[] form) => world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), form);

    private static void IsForBoth(Answer answer)
    {
        Assert.True(answer.Status == 200, answer.Body);
        var audience = Broker.PayloadOf(answer.Json.GetProperty("access_token").GetString()!).GetProperty("aud"); // a token answer has one
        Assert.Equal([Broker.Issuer, The.Api], audience.EnumerateArray().Select(one => one.GetString()));
    }
}
