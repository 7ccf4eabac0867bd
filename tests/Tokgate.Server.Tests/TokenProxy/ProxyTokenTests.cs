using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.TokenProxy;

public sealed class ProxyTokenTests
{
    private static readonly (string Name, string Value)[] Caller = [("client_id", ProxyWorld.Key), ("client_secret", ProxyWorld.Secret)];

    [Fact]
    public async Task A_code_and_then_a_refresh_token_become_tokens_as_RFC_6749_writes_them()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");

        var first = await world.SignInAsync();
        var second = await world.PostAsync("/proxy/token", Broker.Basic(ProxyWorld.Key, ProxyWorld.Secret), ("grant_type", "refresh_token"), ("refresh_token", first.Member("refresh_token")), ("scope", "ignored by TikTok"));

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal("no-store", first.Headers["Cache-Control"]);
        Assert.NotEmpty(first.Headers["X-Tt-Logid"]);
        Assert.Equal(("Bearer", "user.info.basic user.info.profile", 7_200), (first.Member("token_type"), first.Member("scope"), first.Json.GetProperty("expires_in").GetInt32()));
        Assert.Equal(first.Member("open_id"), second.Member("open_id"));
        Assert.NotEqual(first.Member("access_token"), second.Member("access_token"));
    }

    [Theory]
    [InlineData("200")]
    [InlineData("rfc")]
    public async Task TikTok_s_refusal_gets_its_status_from_its_body_and_keeps_its_log_id(string statuses)
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        await world.TikTok.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });

        var refused = await world.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", "rft.of-nobody"), .. Caller]);

        Assert.Equal((400, "invalid_grant"), (refused.Status, refused.Member("error")));
        Assert.Contains(refused.Headers["X-Tt-Logid"], refused.Member("error_description"), StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string> Shapes => new()
    {
        { """{"error":{"code":"invalid_params","message":"say \"x\"","log_id":"L1"},"data":{}}""", 400, "invalid_request" },
        { """{"error":{"code":"rate_limit_exceeded","message":"slow","log_id":"L1"}}""", 429, "too_many_requests" },
        { """{"error":{"code":"internal_error","message":"","log_id":"L1"}}""", 502, "temporarily_unavailable" },
        { """{"error":{"code":10002,"message":"parameter error","log_id":"L1"}}""", 400, "invalid_request" },
        { """{"error":"invalid_client","error_description":"Client key or secret is incorrect.","log_id":"L1"}""", 401, "invalid_client" },
        { """{"error":"unauthorized_client","error_description":"no Login Kit","log_id":"L1"}""", 400, "unauthorized_client" },
        { "<html>a gateway</html>", 502, "temporarily_unavailable" },
        { """{"access_token":"act.x"}""", 502, "temporarily_unavailable" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_shape_of_a_refusal_is_told_in_OAuth_s_words(string body, int status, string error)
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "body", body });

        var answer = await world.PostAsync("/proxy/token", Broker.Basic(ProxyWorld.Key, ProxyWorld.Secret), ("grant_type", "refresh_token"), ("refresh_token", "rft.x"));

        Assert.Equal((status, error), (answer.Status, answer.Member("error")));
        Assert.DoesNotContain(answer.Member("error_description"), static character => character is '"' or '\\' or < ' ' or > '~');
        Assert.Equal(body.Contains("L1", StringComparison.Ordinal), answer.Member("error_description").Contains("log_id L1", StringComparison.Ordinal));
        Assert.Equal(status == 429, answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task What_can_never_work_does_not_reach_TikTok()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");

        (string Name, string Value)[][] forms =
        [
            [], [("grant_type", "client_credentials")], [("grant_type", "authorization_code"), ("code", "c")], [("grant_type", "authorization_code"), ("redirect_uri", ProxyWorld.Callback)],
            [("grant_type", "authorization_code"), ("code", "c"), ("redirect_uri", ProxyWorld.Callback), ("code_verifier", "with spaces")], [("grant_type", "refresh_token")],
            [("grant_type", "refresh_token"), ("refresh_token", "a"), ("refresh_token", "b")],
        ];
        foreach (var form in forms)
        {
            var refused = await world.TokenAsync([.. form, .. Caller]);
            Assert.True(refused.Status == 400 && refused.Member("error") is "invalid_request" or "unsupported_grant_type", refused.Body);
        }

        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(400, (int)(await world.Http.PostAsync("/proxy/token", json)).StatusCode);
        Assert.Equal(400, (await world.PostAsync($"/proxy/token?client_secret={ProxyWorld.Secret}", null, [("grant_type", "refresh_token"), ("refresh_token", "r"), .. Caller])).Status);
        Assert.Empty(await world.AskedAsync());
    }

    [Fact]
    public async Task Whoever_is_not_the_app_learns_nothing_and_is_slowed()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");

        var unknown = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", "rft.x"), ("client_id", "awsomebodyelse001"), ("client_secret", ProxyWorld.Secret));
        var wrong = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", "rft.x"), ("client_id", ProxyWorld.Key), ("client_secret", ProxyWorld.Secret + "x"));
        var none = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", "rft.x"), ("client_id", ProxyWorld.Key));
        Assert.Equal([(400, unknown.Body), (400, unknown.Body), (400, unknown.Body)], ((Answer[])[unknown, wrong, none]).Select(static answer => (answer.Status, answer.Body)));
        Assert.Equal(401, (await world.PostAsync("/proxy/token", Broker.Basic(ProxyWorld.Key, "wrong"), ("grant_type", "refresh_token"), ("refresh_token", "rft.x"))).Status);

        Answer last;
        do
        {
            last = await world.PostAsync("/proxy/token", Broker.Basic(ProxyWorld.Key, "wrong"), ("grant_type", "refresh_token"), ("refresh_token", "rft.x"));
        }
        while (last.Status == 401);

        Assert.Equal(429, last.Status);
        Assert.Empty(await world.AskedAsync());
    }

    [Fact]
    public async Task TikTok_s_secret_may_live_here_alone()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}", $"CallerSecret={ProxyWorld.CallerSecret}");
        var code = await world.CodeAsync();

        var ours = await world.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", ProxyWorld.Callback), ("client_id", ProxyWorld.Key), ("client_secret", ProxyWorld.CallerSecret));
        var theirs = await world.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", ours.Member("refresh_token")), .. Caller]);

        Assert.Equal((200, 400), (ours.Status, theirs.Status));
        Assert.Equal("invalid_client", theirs.Member("error"));
    }

    [Fact]
    public async Task A_secret_that_nobody_here_knows_is_judged_by_TikTok()
    {
        await using var world = await ProxyWorld.StartAsync();

        var right = await world.SignInAsync();
        var wrong = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", right.Member("refresh_token")), ("client_id", ProxyWorld.Key), ("client_secret", "wrong"));
        var none = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", right.Member("refresh_token")), ("client_id", ProxyWorld.Key));

        Assert.Equal((200, 400, 400), (right.Status, wrong.Status, none.Status));
        Assert.Equal("invalid_client", wrong.Member("error"));
    }

    [Fact]
    public async Task A_program_on_a_device_needs_no_secret_but_its_verifier()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}", "AllowWithoutSecret=true");
        var code = await world.CodeAsync(ProxyWorld.Loopback, challenge: SignInWorld.Challenge);
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", ProxyWorld.Loopback), ("client_id", ProxyWorld.Key)];

        var without = await world.TokenAsync(form);
        var tokens = await world.TokenAsync([.. form, ("code_verifier", SignInWorld.Verifier)]);
        var fresh = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", tokens.Member("refresh_token")), ("client_id", ProxyWorld.Key));

        Assert.Equal((400, 200, 200), (without.Status, tokens.Status, fresh.Status));
        Assert.Contains("code_verifier", without.Member("error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_ends_by_its_access_token_and_by_nothing_else()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        var tokens = await world.SignInAsync();

        var byRefresh = await world.PostAsync("/proxy/revoke", null, [("token", tokens.Member("refresh_token")), ("token_type_hint", "refresh_token"), .. Caller]);
        var by = await world.PostAsync("/proxy/revoke", null, [("token", tokens.Member("access_token")), .. Caller]);
        var again = await world.PostAsync("/proxy/revoke", null, [("token", tokens.Member("access_token")), .. Caller]);
        var byStranger = await world.PostAsync("/proxy/revoke", null, ("token", tokens.Member("access_token")), ("client_id", ProxyWorld.Key), ("client_secret", "wrong"));

        Assert.Equal((400, "unsupported_token_type"), (byRefresh.Status, byRefresh.Member("error")));
        Assert.Equal((200, 200, 400), (by.Status, again.Status, byStranger.Status));
        Assert.Equal("invalid_grant", (await world.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", tokens.Member("refresh_token")), .. Caller])).Member("error"));
    }

    [Fact]
    public async Task T_53_A_tiktok_that_hangs_fills_its_own_room()
    {
        await using var world = await ProxyWorld.StartAsync(["--Tokgate:Upstream:MaxWaiting=1"], [$"ClientSecret={ProxyWorld.Secret}"]);
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "delay", delay_ms = 8_000 }); // until its clock is moved below
        var slow = SlowAsync();
        Answer turned;
        do
        {
            if (slow.IsCompleted)
            {
                Assert.Equal(503, (await slow).Status); // the probe was inside
                slow = SlowAsync();
            }

            turned = await world.PostAsync("/proxy/revoke", null, [("token", "act.x"), .. Caller]);
        }
        while (turned.Status != 503);

        await world.TikTok.PostAsync("/_emulator/clock/advance", new { seconds = 8 });

        Assert.Equal((503, "10"), (turned.Status, turned.Headers["Retry-After"]));
        Assert.Equal(400, (await slow).Status);

        Task<Answer> SlowAsync() => world.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", "rft.x"), .. Caller]);
    }
}
