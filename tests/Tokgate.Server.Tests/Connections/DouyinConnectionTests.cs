using Tokgate.Emulator;
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

    private static string Options(ConnectionWorld world, string more = "") =>
        "\"options\":" + $$$"""{"apps":[{"client_id":"{{{TikTokEmulator.DouyinClientKey}}}","client_secret":"{{{TikTokEmulator.ClientSecret}}}","address":"{{{world.World.TikTok.BaseAddress}}}","live":true}]{{{more}}}}""";

    private static async Task<IEnumerable<string?>> NamesAsync(ConnectionWorld world, string strategy) =>
        (await world.Api.CallAsync("GET", $"connections?strategy={strategy}")).Json.EnumerateArray().Select(static one => one.GetProperty("name").GetString());
}
