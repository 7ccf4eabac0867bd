using System.Text.RegularExpressions;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Management;

namespace Tokgate.Server.Tests.Connections;

/// <summary>Connections that lead to Douyin, as the management API makes them.</summary>
public sealed class DouyinConnectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_strategy_says_which_service_it_is_wherever_it_stands_and_never_changes(bool comesFirst)
    {
        await using var world = await ConnectionWorld.StartAsync();
        var strategy = "\"strategy\":\"douyin\"";
        var options = Options(world);

        var made = await world.Api.CallAsync("POST", "connections", $$"""{"name":"eastern",{{(comesFirst ? $"{strategy},{options}" : $"{options},{strategy}")}}}""");

        Assert.True(made.Status == 201, made.Body);
        var (told, id) = (made.Json.GetProperty("options"), made.Json.GetProperty("id").GetString());
        Assert.Equal(("douyin", "user_info"), (made.Json.GetProperty("strategy").GetString(), told.GetProperty("scope").GetString()));
        Assert.Equal("user_info", told.GetProperty("approved_scopes")[0].GetString());
        Assert.EndsWith("/platform/oauth/connect/", told.GetProperty("authorizationURL").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/oauth/access_token/", told.GetProperty("tokenURL").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, (await world.PatchAsync(id!, """{"strategy":"oauth2"}""")).Status); // it was made
        Assert.Equal(200, (await world.PatchAsync(id!, """{"strategy":"douyin","display_name":"Eastern"}""")).Status);
        Assert.Equal(["eastern"], await NamesAsync(world, "douyin"));
        Assert.Equal(["tiktok"], await NamesAsync(world, "oauth2"));
        Assert.Equal(["tiktok"], await NamesAsync(world, "tiktok"));
    }

    [Theory]
    [InlineData(",\"offer_qr_code\":true", "offer_qr_code")]
    [InlineData(",\"scope\":\"user.info.basic\"", "scope")]
    [InlineData(",\"upstream_params\":{\"optionalScope\":{\"value\":\"friend_relation,yes\"}}", "optionalScope")]
    [InlineData(",\"fields\":[\"display_name\"]", "fields")]
    [InlineData(",\"authorizationURL\":\"https://www.tiktok.com/v2/auth/authorize/\"", "authorizationURL")]
    public async Task What_only_TikTok_has_is_refused_by_name(string more, string member)
    {
        await using var world = await ConnectionWorld.StartAsync();

        var answer = await world.Api.CallAsync("POST", "connections", $$"""{"name":"eastern","strategy":"douyin",{{Options(world, more)}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains(member, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TikTokEmulator.ClientSecret, "fine", "Douyin knows this pair")]
    [InlineData("another-secret-of-nobody-0000000001", "failed", "(10013)")]
    public async Task The_doctor_asks_Douyin_for_the_pair_and_knows_its_rule_of_addresses(string secret, string level, string words)
    {
        await using var world = await ConnectionWorld.StartAsync();
        var made = await world.Api.CallAsync("POST", "connections", $$"""{"name":"eastern","strategy":"douyin",{{Options(world).Replace(TikTokEmulator.ClientSecret, secret, StringComparison.Ordinal)}}}""");

        var told = await world.Api.CallAsync("GET", $"connections/{made.Json.GetProperty("id").GetString()}/diagnosis");

        Assert.True(told.Status == 200, told.Body);
        Assert.DoesNotContain(secret, told.Body, StringComparison.Ordinal);
        var findings = told.Json.GetProperty("findings").EnumerateArray().Select(static one => (Level: one.GetProperty("level").GetString(), Text: one.GetProperty("message").GetString()!)).ToList(); // the schema says so
        Assert.Contains(findings, finding => finding.Level == level && finding.Text.Contains(words, StringComparison.Ordinal));
        Assert.Contains(findings, static finding => finding.Level == "fine" && finding.Text.Contains("/login/callback/eastern in Douyin's console", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_is_refused_with_what_to_do_instead()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var made = await world.Api.CallAsync("POST", "connections", $$"""{"name":"eastern","strategy":"douyin",{{Options(world)}}}""");

        var refused = await world.Api.CallAsync("POST", $"connections/{made.Json.GetProperty("id").GetString()}/trials", "{}");

        Assert.Equal(409, refused.Status);
        Assert.Contains("TTK3363", refused.Body, StringComparison.Ordinal);
        Assert.Contains("Sign in once by an application of yours", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_proxy_does_not_speak_for_an_app_of_Douyin_s()
    {
        await using var world = await StartAsync($"--Tokgate:Proxy:Clients:0:ClientKey={TikTokEmulator.DouyinClientKey}");

        var answer = await world.Broker.PostAsync("/proxy/token", Broker.Basic(TikTokEmulator.DouyinClientKey, TikTokEmulator.ClientSecret), ("grant_type", "refresh_token"), ("refresh_token", "rft.of-nobody"));

        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Error));
        Assert.Empty((await world.TikTok.ReadRequestsAsync()).EnumerateArray());
    }

    [Fact]
    public async Task Who_disconnects_Douyin_is_told_where_the_rest_is_ended()
    {
        await using var world = await StartAsync();
        using var browser = world.NewBrowser();
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
        var page = await browser.StepAsync("/account");
        var grant = Regex.Match(page.Body, "name=\"grant\" value=\"([^\"]+)\"").Groups[1].Value;

        var after = await browser.PostAsync("/account/connections/end", ("token", page.FormToken), ("grant", grant));

        Assert.StartsWith("Done: Douyin is disconnected here, and its tokens are destroyed. Douyin lets only you end it there", after.Text("account-notice"), StringComparison.Ordinal);
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited is { Name: "tiktok.disconnected", Cause: "EndedHere" } && audited.Subject == grant);
    }

    private static Task<SignInWorld> StartAsync(params string[] arguments) => SignInWorld.StartAsync(
        connections: static address =>
        [
            new TokgateServerConnection
            {
                Name = "douyin", IsDouyin = true, ClientKey = TikTokEmulator.DouyinClientKey, ClientSecret = TikTokEmulator.ClientSecret, Address = address, ApprovedScopes = ["user_info"], Scopes = ["user_info"],
            },
        ],
        arguments: arguments);

    private static string Options(ConnectionWorld world, string more = "") =>
        "\"options\":" + $$$"""{"apps":[{"client_id":"{{{TikTokEmulator.DouyinClientKey}}}","client_secret":"{{{TikTokEmulator.ClientSecret}}}","address":"{{{world.World.TikTok.BaseAddress}}}","live":true}]{{{more}}}}""";

    private static async Task<IEnumerable<string?>> NamesAsync(ConnectionWorld world, string strategy) =>
        (await world.Api.CallAsync("GET", $"connections?strategy={strategy}")).Json.EnumerateArray().Select(static one => one.GetProperty("name").GetString());
}
