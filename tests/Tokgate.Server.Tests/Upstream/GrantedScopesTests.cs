using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Users;

namespace Tokgate.Server.Tests.Upstream;

/// <summary>How an application learns that it got less than it asked for, and what would be said of a profile.</summary>
public sealed class GrantedScopesTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    [Fact]
    public async Task Rfc6749_5_1_A_scope_that_TikTok_did_not_approve_is_not_asked_for_and_the_application_is_told()
    {
        using var browser = world.NewBrowser();
        var tokens = await SignInAsync(browser, "openid profile user.info.stats video.list");
        var atTikTok = Assert.Single(browser.Trail, address => address.AbsolutePath == "/v2/auth/authorize/");
        Assert.DoesNotContain("video.list", atTikTok.Query, StringComparison.Ordinal);
        Assert.Equal("openid profile user.info.stats", tokens.GetProperty("scope").GetString());
        Assert.Equal(["user.info.basic", "user.info.profile", "user.info.stats"], Words(tokens.GetProperty("upstream_scope")));
    }

    [Fact]
    public async Task A_person_who_grants_less_is_signed_in_and_token_response_and_claim_say_what_is_left()
    {
        await world.TikTok.ConsentAsync("basic_only");
        using var browser = world.NewBrowser();
        var tokens = await SignInAsync(browser, "openid profile user.info.stats");
        await world.TikTok.ConsentAsync("creator_full");
        Assert.Contains(browser.Trail, address => address.AbsolutePath == "/v2/auth/authorize/" && address.Query.Contains("user.info.stats", StringComparison.Ordinal));
        Assert.Equal("openid profile", tokens.GetProperty("scope").GetString());
        Assert.Equal(["user.info.basic"], Words(tokens.GetProperty("upstream_scope")));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
        var own = (await Answer.OfAsync(await world.Broker.Http.SendAsync(request))).Json.GetProperty(ClaimNames.TikTok);
        Assert.Equal(["user.info.basic"], own.GetProperty("granted_scopes").EnumerateArray().Select(word => word.GetString()));
        Assert.False(own.TryGetProperty("follower_count", out _));
    }

    [Fact]
    public async Task A_preview_of_the_mapping_says_of_a_recorded_profile_what_its_sign_in_said()
    {
        using var browser = world.NewBrowser();
        var tokens = await SignInAsync(browser, "openid profile user.info.stats");
        var subject = Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sub").GetString()!; // an ID token has one
        var said = JsonObject.Create((await world.Broker.Get<IUserStore>().FindAsync(subject, CancellationToken.None))!.Claims)!; // just signed in
        Assert.True(said.Remove("updated_at"));

        using var recorded = JsonDocument.Parse(said[ClaimNames.TikTok]!.ToJsonString()); // the whole user object, as TikTok told it
        var preview = world.Broker.Get<ConnectionDirectory>().Find("tiktok")!.ClaimsOf(subject, recorded.RootElement, before: null); // of the cast
        Assert.Equal(said.ToJsonString(), preview.ToJsonString());
    }

    private async Task<JsonElement> SignInAsync(Browser browser, string scope)
    {
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", scope)))).Query["code"];
        var answer = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    private static IEnumerable<string> Words(JsonElement text) => text.GetString()!.Split(' ').Order(StringComparer.Ordinal); // it is sent
}
