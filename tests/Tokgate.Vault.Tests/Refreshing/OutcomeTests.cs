using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Refreshing;

/// <summary>The table of outcomes, row by row, against the emulator over HTTP.</summary>
public sealed class OutcomeTests
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_success_raises_the_generation_and_is_on_record_with_its_log_id(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.True(answer.IsActive);
        Assert.True(await world.WorksAsync(answer));
        var kept = await world.FindAsync(grant);
        Assert.Equal((2, GrantState.Active, AttemptCause.Succeeded, 0, null), (kept.Generation, kept.State, kept.LastAttempt?.Cause, kept.Failures, kept.Lease));
        Assert.Equal(34, kept.LastAttempt?.LogId?.Length);
        Assert.Empty(await world.EventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refused_refresh_token_needs_the_person(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.Emulator.PostAsync("/_emulator/users/creator_full/remove-authorization");
        await world.PassAsync();

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenRefused, null), (answer.Standing, answer.Cause, answer.AccessToken));
        Assert.Equal(34, (await world.FindAsync(grant)).LastAttempt?.LogId?.Length);
        await world.Vault.GetAccessTokenAsync(grant.Id);
        Assert.Single(await world.RequestsAsync());
        var told = Assert.Single(await world.EventsAsync());
        Assert.Equal((GrantEventKind.NeedsReauthorization, grant.Id, grant.Owner, AttemptCause.RefreshTokenRefused), (told.Kind, told.GrantId, told.Owner, told.Cause));
    }

    [Theory]
    [InlineData("rate_limit", AttemptCause.RateLimited, 90)]
    [InlineData("temporarily_unavailable", AttemptCause.UpstreamUnavailable, 27)]
    [InlineData("invalid_request", AttemptCause.RequestRefused, 27)]
    public async Task What_changed_nothing_leaves_the_grant_active_and_waits(string fault, AttemptCause cause, int leastWait)
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await (fault == "rate_limit"
            ? world.FaultAsync(fault, more: new { retry_after = 90 })
            : world.FaultAsync("body", more: new { body = $"{{\"error\":\"{fault}\",\"error_description\":\"x\",\"log_id\":\"L1\"}}" }));

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.Unavailable, cause, GrantState.Active), (answer.Standing, answer.Cause, answer.Grant?.State));
        Assert.InRange(answer.RetryAfter!.Value.TotalSeconds, leastWait, leastWait + 10); // it is unavailable
        await world.Vault.GetAccessTokenAsync(grant.Id);
        Assert.Single(await world.RequestsAsync());
        await world.PassAsync(TimeSpan.FromMinutes(2));
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        await world.EventsAsync();
        Assert.Equal([GrantEventKind.RefreshFailed, GrantEventKind.Recovered], world.Heard.Kinds);
    }

    [Fact]
    public async Task An_hour_without_TikTok_costs_no_grant()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        world.Apps.Set(address: new Uri("http://127.0.0.1:1")); // nobody listens there

        for (var quarter = 0; quarter < 4; quarter++)
        {
            var down = await world.Vault.GetAccessTokenAsync(grant.Id);
            Assert.Equal((TokenStanding.Unavailable, AttemptCause.UpstreamUnavailable, GrantState.Active), (down.Standing, down.Cause, down.Grant?.State));
            await world.PassAsync(TimeSpan.FromMinutes(17));
        }

        world.Apps.Set();
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
    }

    public static TheoryData<string, string, AttemptCause> Doubtful => new()
    {
        { "hang", "before", AttemptCause.AnswerLost },
        { "hang", "after", AttemptCause.AnswerLost },
        { "cut_before", "before", AttemptCause.AnswerLost },
        { "cut_after", "after", AttemptCause.AnswerLost },
        { "cut_middle", "after", AttemptCause.AnswerLost },
        { "status", "before", AttemptCause.UpstreamError },
        { "status", "after", AttemptCause.UpstreamError },
        { "html", "before", AttemptCause.UpstreamError },
        { "truncated", "after", AttemptCause.AnswerUnreadable },
    };

    [Theory]
    [MemberData(nameof(Doubtful))]
    public async Task A_lost_answer_is_ambiguous_and_then_clear(string fault, string when, AttemptCause cause)
    {
        await using var world = await World.StartAsync();
        var vault = world.Node(options => options.RefreshDeadline = fault == "hang" ? TimeSpan.FromMilliseconds(300) : options.RefreshDeadline);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.FaultAsync(fault, more: new { when });

        var answer = await vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.Unavailable, cause, GrantState.Ambiguous), (answer.Standing, answer.Cause, answer.Grant?.State));
        await vault.GetAccessTokenAsync(grant.Id);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        var clear = await vault.GetAccessTokenAsync(grant.Id);
        await world.EventsAsync();
        if (when == "before")
        {
            Assert.True(clear.IsActive);
            Assert.Equal((2, GrantState.Active), (clear.Grant.Generation, clear.Grant.State));
            Assert.Equal([GrantEventKind.RefreshFailed, GrantEventKind.Recovered], world.Heard.Kinds);
        }
        else
        {
            // TikTok had spent the token: there is no way back, and the grant says why.
            Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenRefused), (clear.Standing, clear.Cause));
            Assert.Equal([GrantEventKind.RefreshFailed, GrantEventKind.NeedsReauthorization], world.Heard.Kinds);
        }

        Assert.Equal(2, (await world.RequestsAsync()).Count);
    }

    [Fact]
    public async Task With_reusable_refresh_tokens_a_lost_answer_costs_nothing()
    {
        await using var world = await World.StartAsync();
        await world.Emulator.PutAsync("/_emulator/profile", new { rotation = "reusable" });
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.FaultAsync("cut_after");
        Assert.Equal(GrantState.Ambiguous, (await world.Vault.GetAccessTokenAsync(grant.Id)).Grant?.State);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
    }

    [Fact]
    public async Task Another_users_tokens_are_discarded()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        var other = await world.TokensAsync("creator_sparse");
        await world.PassAsync();
        var stranger = new { access_token = other.AccessToken.Reveal(), refresh_token = other.RefreshToken!.Reveal(), open_id = other.OpenId, expires_in = 7200, refresh_expires_in = 9999, scope = "video.list", token_type = "Bearer" };
        await world.FaultAsync("body", more: new { body = System.Text.Json.JsonSerializer.Serialize(stranger) });

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.OtherUser, null), (answer.Standing, answer.Cause, answer.AccessToken));
        Assert.Equal(1, answer.Grant?.Generation);
        Assert.Equal(AttemptCause.OtherUser, Assert.Single(await world.EventsAsync()).Cause);
        Assert.DoesNotContain(other.AccessToken.Reveal(), world.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_wrong_secret_pauses_the_app_and_costs_no_grant(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var (first, second) = (await world.SignInAsync(), await world.SignInAsync("creator_sparse"));
        await world.PassAsync();
        world.Apps.Set(secret: "wrong");

        var refused = await world.Vault.GetAccessTokenAsync(first.Id);
        var waiting = await world.Vault.GetAccessTokenAsync(second.Id);

        Assert.Equal((TokenStanding.Unavailable, AttemptCause.AppRefused, GrantState.Active, 0), (refused.Standing, refused.Cause, refused.Grant?.State, refused.Grant?.Failures));
        Assert.Equal((TokenStanding.Unavailable, AttemptCause.AppRefused), (waiting.Standing, waiting.Cause));
        Assert.InRange(waiting.RetryAfter!.Value.TotalSeconds, 20, 34); // it is unavailable
        Assert.Single(await world.RequestsAsync());
        Assert.Equal([GrantEventKind.AppPaused], (await world.EventsAsync()).Select(told => told.Kind));

        // The trial finds it as it was: the pause goes on, longer, and says nothing new.
        await world.PassAsync(TimeSpan.FromSeconds(40));
        await world.Vault.GetAccessTokenAsync(first.Id);
        Assert.Equal(AttemptCause.AppRefused, (await world.Vault.GetAccessTokenAsync(second.Id)).Cause);
        Assert.Equal(2, (await world.RequestsAsync()).Count);

        world.Apps.Set(version: "2");
        Assert.True((await world.Vault.GetAccessTokenAsync(first.Id)).IsActive);
        Assert.True((await world.Vault.GetAccessTokenAsync(second.Id)).IsActive);
        await world.EventsAsync();
        Assert.Equal([GrantEventKind.AppPaused, GrantEventKind.AppResumed], world.Heard.Kinds);
    }

    [Fact]
    public async Task The_old_token_serves_on_while_it_lives_unless_it_was_refused()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync(TimeSpan.FromMinutes(90));
        await world.FaultAsync("status", 2);

        var old = await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { MinTtl = TimeSpan.FromHours(1) });
        var refused = await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = 1 });

        Assert.True(old.IsActive);
        Assert.Equal((1, GrantState.Ambiguous, AttemptCause.UpstreamError), (old.Grant.Generation, old.Grant.State, old.Cause));
        Assert.True(await world.WorksAsync(old));
        Assert.Equal(TokenStanding.Unavailable, refused.Standing);
    }
}
