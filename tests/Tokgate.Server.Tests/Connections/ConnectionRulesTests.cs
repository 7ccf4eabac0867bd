using Tokgate.Server.Connections;

namespace Tokgate.Server.Tests.Connections;

public sealed class ConnectionRulesTests
{
    private static readonly ConnectionConfig Good = new("TikTok-2", [new TikTokAppConfig("awkey"), new TikTokAppConfig("sbawkey")]) { LiveApp = "awkey" };

    [Theory]
    [InlineData("client_key", "awkey", null)]
    [InlineData("client_key", "sbawkey", null)]
    [InlineData("lang", null, "ui_locales")]
    [InlineData("login_hint", null, "login_hint")]
    [InlineData("x-1.y_z", "a b", null)]
    public void What_TikTok_may_be_sent_beside_ours(string name, string? value, string? alias) => Assert.Empty(ConnectionRules.Faults(With(name, value, alias)));

    [Theory]
    [InlineData("client_key", "another", null)]
    [InlineData("client_key", null, "client_id")]
    [InlineData("CLIENT_KEY", "another", null)]
    [InlineData("client_id", "awkey", null)]
    [InlineData("client_secret", "x", null)]
    [InlineData("response_type", "token", null)]
    [InlineData("scope", "video.publish", null)]
    [InlineData("redirect_uri", "https://evil.example/", null)]
    [InlineData("Redirect_Uri", "https://evil.example/", null)]
    [InlineData("state", null, "login_hint")]
    [InlineData("disable_auto_auth", "0", null)]
    [InlineData("code_challenge", "x", null)]
    [InlineData("code_challenge_method", "plain", null)]
    [InlineData("code_verifier", "x", null)]
    [InlineData("code", "x", null)]
    [InlineData("", "x", null)]
    [InlineData("a b", "x", null)]
    [InlineData("a&state=x", "x", null)]
    [InlineData("x", "", null)]
    [InlineData("x", "a\nb", null)]
    [InlineData("x", null, null)]
    [InlineData("x", "a", "prompt")]
    [InlineData("x", null, "state")]
    [InlineData("x", null, "nonce")]
    public void What_the_sign_in_rests_on_nobody_sets(string name, string? value, string? alias) =>
        Assert.StartsWith("upstream_params.", Assert.Single(ConnectionRules.Faults(With(name, value, alias))), StringComparison.Ordinal);

    [Theory]
    [InlineData("sub")]
    [InlineData("email")]
    [InlineData("email_verified")]
    [InlineData("phone_number")]
    [InlineData("updated_at")]
    [InlineData("iss")]
    public void No_mapping_says_who_somebody_is_or_gives_them_an_address(string claim) =>
        Assert.Contains(claim, Assert.Single(ConnectionRules.Faults(Good with { ClaimRules = [new ClaimRule(claim, "$.display_name")] })), StringComparison.Ordinal);

    [Theory]
    [InlineData("display_name")]
    [InlineData("$.")]
    [InlineData("$.a[0]")]
    [InlineData("")]
    public void A_path_is_plain(string path) => Assert.Single(ConnectionRules.Faults(Good with { ClaimRules = [new ClaimRule("name", path)] }));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var faults = ConnectionRules.Faults(new ConnectionConfig("-a", [new TikTokAppConfig("k") { Address = new Uri("http://tiktok.example"), ApprovedScopes = ["a,b"] }, new TikTokAppConfig("k")])
        {
            LiveApp = "gone",
            DisplayName = "a\tb",
            PlaceholderEmailDomain = "users.example.com",
            Scopes = [""],
            Fields = ["password"],
            UpstreamParams = new Dictionary<string, UpstreamParam> { ["a"] = new("1", null), ["A"] = new("2", null) },
        });
        Assert.Equal(10, faults.Count);
        Assert.Empty(ConnectionRules.Faults(Good));
    }

    private static ConnectionConfig With(string name, string? value, string? alias) => Good with { UpstreamParams = new Dictionary<string, UpstreamParam> { [name] = new(value, alias) } };
}
