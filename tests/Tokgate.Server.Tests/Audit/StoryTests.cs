using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Audit;

/// <summary>One sign-in is one story, from the first redirect to the last token, whatever became of it.</summary>
public sealed class StoryTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_is_one_story_from_authorize_to_the_last_token(string engine)
    {
        await using var world = await SignInWorld.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        using var browser = world.NewBrowser();
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        var tokens = await RedeemAsync(world.Broker, code);
        var refreshed = await RefreshAsync(world.Broker, tokens.Json.GetProperty("refresh_token").GetString()!); // asserted by the story
        Assert.Equal(200, refreshed.Status);

        var completed = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SignInCompleted }));
        var story = await world.Broker.StoryAsync(completed.FlowId);
        Assert.Equal([AuditNames.SignInStarted, AuditNames.SignInCompleted, AuditNames.TokenIssued, AuditNames.TokenRefreshed], story.Select(told => told.Name));
        Assert.All(story, told => Assert.Equal((The.Web, "127.0.0.0", world.Broker.Time.GetUtcNow()), (told.ClientId, told.Address, told.At)));
        Assert.All(story.Take(2), told => Assert.Equal(("tiktok", Emulator.TikTokEmulator.ProductionClientKey), (told.Connection, told.TikTokApp)));
        Assert.All(story.Skip(1), told => Assert.Equal((completed.UserId, completed.SessionId), (told.UserId, told.SessionId)));
        Assert.NotNull(completed.UserId);
        Assert.NotNull(completed.SessionId);

        // The same browser again: another story, answered by the session.
        await RedeemAsync(world.Broker, (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid")))).Query["code"]);
        var answered = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SignInAnswered }));
        Assert.NotEqual(completed.FlowId, answered.FlowId);
        Assert.Equal([AuditNames.SignInAnswered, AuditNames.TokenIssued], (await world.Broker.StoryAsync(answered.FlowId)).Select(told => told.Name));
    }

    [Fact]
    public async Task Consent_stands_in_the_story()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var request = SignInWorld.Authorize(("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"));
        foreach (var (decision, names) in ((string, string[])[])[("deny", [AuditNames.ConsentDenied, AuditNames.SignInRefused]), ("allow", [AuditNames.ConsentAllowed, AuditNames.SignInAnswered])])
        {
            var page = await browser.GoAsync(request);
            var handle = page.Body.Split("name=\"request\" value=\"")[1].Split('"')[0];
            await browser.PostAsync("/consent", ("request", handle), ("decision", decision));
            var flow = (await world.Broker.AuditAsync(new AuditFilter { Name = names[0] }))[0].FlowId;
            Assert.Equal(names, (await world.Broker.StoryAsync(flow)).Select(told => told.Name).TakeLast(2));
        }
    }

    [Fact]
    public async Task A_failure_is_found_by_the_reference_on_its_page_with_what_tiktok_said()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "body", body = "{\"error\":\"invalid_grant\",\"error_description\":\"Authorization code is expired.\",\"log_id\":\"20261121ABC\"}" });
        var page = await browser.GoAsync(SignInWorld.Authorize());

        var failed = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Reference = page.Text("error-reference").Trim() }));
        Assert.Equal((AuditNames.SignInFailed, "TTK3112", "invalid_grant", "20261121ABC", The.Web), (failed.Name, failed.ErrorId, failed.Cause, failed.LogId, failed.ClientId));
        Assert.Equal([AuditNames.SignInStarted, AuditNames.SignInFailed], (await world.Broker.StoryAsync(failed.FlowId)).Select(told => told.Name));
    }

    [Fact]
    public async Task A_person_who_cancels_is_in_the_story()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var authorize = await browser.GoUntilAsync(SignInWorld.Authorize(), static target => target.AbsolutePath.StartsWith("/v2/auth", StringComparison.Ordinal));
        var state = authorize.Query.Split("state=")[1].Split('&')[0];
        await browser.StepAsync($"/login/callback?error=access_denied&error_description=x&state={state}");

        var refused = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SignInRefused }));
        Assert.Equal("access_denied", refused.Cause);
        Assert.Equal(AuditNames.SignInStarted, (await world.Broker.StoryAsync(refused.FlowId))[0].Name);
    }

    [Fact]
    public async Task A_session_that_ends_is_told_with_its_person()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        await browser.GoAsync(SignInWorld.Authorize());
        var page = await browser.GoAsync("/oidc/logout");
        await browser.PostAsync("/oidc/logout/confirm", ("request", page.Body.Split("name=\"request\" value=\"")[1].Split('"')[0]), ("decision", "sign-out"));

        var completed = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SignInCompleted }));
        var ended = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SessionEnded }));
        Assert.Equal((completed.UserId, completed.SessionId), (ended.UserId, ended.SessionId));
    }

    [Fact]
    public async Task No_event_holds_a_code_a_token_or_a_secret()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        var tokens = (await RedeemAsync(world.Broker, code)).Json;
        var refresh = tokens.GetProperty("refresh_token").GetString()!; // offline_access was granted
        await RefreshAsync(world.Broker, refresh);
        await RedeemAsync(world.Broker, code);
        await world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, "guessed-secret-of-somebody"), ("grant_type", "client_credentials"));
        await browser.StepAsync($"/login/callback?code=stolen-code-0001&state={code}");

        var told = string.Join('\n', await world.Broker.AuditAsync());
        Assert.Contains(AuditNames.CodeReplayed, told, StringComparison.Ordinal);
        foreach (var secret in (string[])[code, refresh, tokens.GetProperty("access_token").GetString()!, The.WebSecret, "guessed-secret", "stolen-code", browser.Cookie("tokgate-session")!]) // all are there
        {
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        }
    }

    private static Task<Answer> RedeemAsync(Broker broker, string code) => broker.PostAsync(
        SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

    private static Task<Answer> RefreshAsync(Broker broker, string token) =>
        broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", token));
}
