using Microsoft.AspNetCore.Http;
using Tokgate.Emulator.Faults;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Tests.Faults;

public sealed class FaultTests
{
    [Theory]
    [InlineData("""{"endpoint":"token","kind":"status","status":503}""", 503, "temporarily_unavailable")]
    [InlineData("""{"endpoint":"token","kind":"rate_limit"}""", 429, "rate_limit_exceeded")]
    [InlineData("""{"endpoint":"/v2/oauth/token/","kind":"html"}""", 502, "<html>")]
    [InlineData("""{"endpoint":"token","kind":"body","body":"{}"}""", 200, "{}")]
    [InlineData("""{"endpoint":"*","kind":"body","body":"{\"open_id\":\"\"}"}""", 200, "{\"open_id\":\"\"}")]
    public async Task The_next_answer_is_spoilt_without_effect_and_the_one_after_is_not(string fault, int status, string text)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync();
        Assert.Equal(201, (await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", fault)).Status);

        var spoilt = await peer.RedeemAsync(code);
        var good = await peer.RedeemAsync(code);

        Assert.Equal(status, spoilt.Status);
        Assert.Contains(text, spoilt.Text, StringComparison.Ordinal);
        Assert.StartsWith("act.", good.String("access_token"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_effect_the_code_is_spent_though_the_answer_is_lost()
    {
        await using var peer = await TikTokPeer.StartAsync();
        foreach (var fault in (string[])["""{"endpoint":"token","kind":"cut_after"}""", """{"endpoint":"token","kind":"cut_middle"}"""])
        {
            var code = await peer.CodeAsync();
            await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", fault);

            await Assert.ThrowsAnyAsync<HttpRequestException>(() => peer.RedeemAsync(code));
            Assert.Equal("invalid_grant", (await peer.RedeemAsync(code)).String("error"));
        }
    }

    [Fact]
    public async Task Cut_before_the_effect_the_code_is_still_good()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var code = await peer.CodeAsync();
        await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", """{"endpoint":"token","kind":"cut_before"}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => peer.RedeemAsync(code));

        Assert.True((await peer.RedeemAsync(code)).Json.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_truncated_answer_is_half_of_the_true_one()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", """{"endpoint":"token","kind":"truncated"}""");

        var half = await peer.RedeemAsync(await peer.CodeAsync());

        Assert.StartsWith("{\"access_token\":\"act.", half.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("}", half.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delay_is_on_the_emulators_clock()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", """{"endpoint":"user_info","kind":"delay","delay_ms":3600000}""");
        var waiting = peer.UserInfoAsync("act.none", "open_id");
        while ((await peer.ControlAsync(HttpMethod.Get, "/_emulator/faults")).Json.GetArrayLength() > 0)
        {
            Assert.False(waiting.IsCompleted);
        }

        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromHours(2));

        Assert.Equal(401, (await waiting).Status);
    }

    [Fact]
    public async Task A_delay_counts_from_when_the_request_came_in()
    {
        var clock = new EmulatorClock(TimeProvider.System);
        var context = new DefaultHttpContext();
        var request = new Received(context.Request, clock.Now, []);
        var fault = new Fault { Id = "1", Path = "*", Kind = FaultKind.Delay, Delay = TimeSpan.FromHours(1), Count = 1 };
        clock.Advance(TimeSpan.FromHours(2));

        var struck = new FaultStriker(clock, CancellationToken.None).StrikeAsync(fault, context, request, _ => Answer.Text(200, "late"));

        Assert.True(struck.IsCompletedSuccessfully);
        Assert.Equal(200, (await struck)!.Value.Answer.Status);
    }

    [Fact]
    public async Task A_hang_ends_with_the_emulator()
    {
        var peer = await TikTokPeer.StartAsync();
        await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", """{"endpoint":"user_info","kind":"hang"}""");
        using var client = new HttpClient { BaseAddress = peer.TikTok.BaseAddress };
        var waiting = client.GetAsync("/v2/user/info/");
        while ((await peer.ControlAsync(HttpMethod.Get, "/_emulator/faults")).Json.GetArrayLength() > 0)
        {
            Assert.False(waiting.IsCompleted);
        }

        await peer.DisposeAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
    }

    [Fact]
    public async Task Faults_are_listed_with_what_is_left_and_can_be_taken_down()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.ControlAsync(HttpMethod.Post, "/_emulator/faults", """{"endpoint":"token","kind":"status","count":3}""");
        await peer.RedeemAsync("x");

        var listed = (await peer.ControlAsync(HttpMethod.Get, "/_emulator/faults")).Json;
        await peer.ControlAsync(HttpMethod.Delete, "/_emulator/faults");

        Assert.Equal(2, listed[0].GetProperty("count").GetInt32());
        Assert.Equal("invalid_grant", (await peer.RedeemAsync("x")).String("error"));
    }
}
