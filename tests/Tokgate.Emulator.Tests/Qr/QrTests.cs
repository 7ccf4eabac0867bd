using System.Text.Json;

namespace Tokgate.Emulator.Tests.Qr;

public sealed class QrTests
{
    [Fact]
    public async Task A_code_is_scanned_confirmed_handed_out_once_and_redeemed()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var (token, address) = await CreateAsync(peer);

        var fresh = await PollAsync(peer, token);
        await ActAsync(peer, address, "scan");
        var scanned = await PollAsync(peer, token);
        await ActAsync(peer, address, "confirm");
        var confirmed = await PollAsync(peer, token);
        var later = await PollAsync(peer, token);

        Assert.Equal(("new", ""), (fresh.String("status"), fresh.String("client_ticket")));
        Assert.Equal(("scanned", "my-ticket"), (scanned.String("status"), scanned.String("client_ticket")));
        Assert.Equal(("confirmed", "my-ticket", "qr state"), (confirmed.String("status"), confirmed.String("client_ticket"), confirmed.String("state")));
        Assert.StartsWith(TikTokPeer.Callback + "?code=", confirmed.String("redirect_uri"), StringComparison.Ordinal);
        Assert.Equal(("utilised", "my-ticket"), (later.String("status"), later.String("client_ticket")));
        Assert.False(later.Json.TryGetProperty("code", out _));
        var redeemed = await peer.RedeemAsync(confirmed.String("code")!, ("code_verifier", null));
        Assert.Equal("user.info.basic,video.list", redeemed.String("scope"));
    }

    [Fact]
    public async Task The_code_may_come_as_a_whole_address()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        await peer.TikTok.PutAsync("/_emulator/profile", new { qr_code_is_url = true });
        var (token, address) = await CreateAsync(peer);
        await ActAsync(peer, address, "confirm");

        var confirmed = await PollAsync(peer, token);

        Assert.Equal(confirmed.String("redirect_uri"), confirmed.String("code"));
    }

    [Fact]
    public async Task A_code_expires_with_time_or_when_it_is_turned_down()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var (old, _) = await CreateAsync(peer);
        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(121));
        var (denied, address) = await CreateAsync(peer);
        await ActAsync(peer, address, "scan");
        await ActAsync(peer, address, "deny");

        Assert.Equal(("expired", ""), ((await PollAsync(peer, old)).String("status"), (await PollAsync(peer, old)).String("client_ticket")));
        Assert.Equal("expired", (await PollAsync(peer, denied)).String("status"));
    }

    [Fact]
    public async Task The_page_scans_too_and_wants_the_apps_own_ticket()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var (token, address) = await CreateAsync(peer);

        var unfilled = await peer.PostAsync(
            "/_emulator/scan", ("url", address.Replace("my-ticket", "tobefilled", StringComparison.Ordinal)), ("user", "creator_full"), ("action", "confirm"));
        var filled = await peer.PostAsync("/_emulator/scan", ("url", address), ("user", "creator_full"), ("action", "confirm"));

        Assert.Contains("scan-error", unfilled.Text, StringComparison.Ordinal);
        Assert.Contains("scan-done", filled.Text, StringComparison.Ordinal);
        Assert.Equal("confirmed", (await PollAsync(peer, token)).String("status"));
    }

    [Theory]
    [InlineData("client_key", null, "invalid_request")]
    [InlineData("client_key", "awnobody", "invalid_client")]
    [InlineData("scope", null, "invalid_request")]
    [InlineData("scope", "video.publish", "invalid_scope")]
    public async Task A_bad_request_for_a_code_is_refused(string name, string? value, string error)
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var form = new Dictionary<string, string?> { ["client_key"] = TikTokEmulator.SandboxClientKey, ["scope"] = "user.info.basic", [name] = value };

        Assert.Equal(error, (await peer.PostAsync("/v2/oauth/get_qrcode/", [.. form.Select(it => (it.Key, it.Value))])).String("error"));
    }

    private static async Task<(string Token, string Address)> CreateAsync(TikTokPeer peer)
    {
        var reply = await peer.PostAsync(
            "/v2/oauth/get_qrcode/", ("client_key", TikTokEmulator.SandboxClientKey), ("scope", "user.info.basic,video.list"), ("state", "qr state"));
        return (reply.String("token")!, reply.String("scan_qrcode_url")!.Replace("tobefilled", "my-ticket", StringComparison.Ordinal));
    }

    private static Task<Reply> PollAsync(TikTokPeer peer, string token) => peer.PostAsync(
        "/v2/oauth/check_qrcode/", ("client_key", TikTokEmulator.SandboxClientKey), ("client_secret", TikTokEmulator.ClientSecret), ("token", token));

    private static async Task ActAsync(TikTokPeer peer, string address, string action)
    {
        var reply = await peer.ControlAsync(
            HttpMethod.Post, "/_emulator/qr", JsonSerializer.Serialize(new { scan_url = address, user = "creator_full", action }));
        Assert.Equal(204, reply.Status);
    }
}
