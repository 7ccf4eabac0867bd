namespace Tokgate.Emulator.Tests.Revoke;

public sealed class RevokeTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("empty", "")]
    public async Task Revoking_kills_both_tokens_and_disconnects_the_app(string setting, string body)
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync("/_emulator/profile", new { revoke_body = setting });
        var tokens = await peer.SignInAsync();
        var access = tokens.GetProperty("access_token").GetString()!;

        var revoked = await peer.RevokeAsync(access);

        Assert.Equal((200, body), (revoked.Status, revoked.Text));
        Assert.Equal("access_token_invalid", (await peer.UserInfoAsync(access, "open_id")).ApiCode);
        Assert.Equal("invalid_grant", (await peer.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).String("error"));
        Assert.Equal(0, (await peer.ControlAsync(HttpMethod.Get, "/_emulator/authorizations")).Json.GetArrayLength());
        Assert.Equal("invalid_request", (await peer.RevokeAsync(access)).String("error"));
    }

    [Fact]
    public async Task A_refresh_token_is_taken_only_when_switched_on()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var refresh = (await peer.SignInAsync()).GetProperty("refresh_token").GetString()!;

        var refused = await peer.RevokeAsync(refresh);
        await peer.TikTok.PutAsync("/_emulator/profile", new { revoke_accepts_refresh_token = true });

        Assert.Equal("invalid_request", refused.String("error"));
        Assert.Equal("{}", (await peer.RevokeAsync(refresh)).Text);
    }

    [Fact]
    public async Task Whoever_signs_in_again_gets_tokens_that_live()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.RevokeAsync((await peer.SignInAsync()).GetProperty("access_token").GetString()!);

        var again = (await peer.SignInAsync()).GetProperty("access_token").GetString();

        Assert.Equal(200, (await peer.UserInfoAsync(again, "open_id")).Status);
    }
}
