using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>What can be asked about connections, and which clients use them.</summary>
public sealed class ConnectionReadTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Lists_are_filtered_cut_to_members_and_paged_in_Auth0s_forms(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await world.CreateAsync(name, "aw" + name);
        }

        Assert.Equal(["a", "b", "c", "tiktok"], (await world.Api.CallAsync("GET", "connections")).Json.EnumerateArray().Select(static one => one.GetProperty("name").GetString()));
        Assert.Equal(4, (await world.Api.CallAsync("GET", "connections?strategy=tiktok")).Json.GetArrayLength());
        Assert.Equal(0, (await world.Api.CallAsync("GET", "connections?strategy=auth0")).Json.GetArrayLength());
        var few = (await world.Api.CallAsync("GET", "connections?name=b&fields=name,strategy")).Json;
        Assert.Equal("""[{"name":"b","strategy":"oauth2"}]""", few.GetRawText());
        Assert.False((await world.Api.CallAsync("GET", "connections?name=b&fields=options&include_fields=false")).Json[0].TryGetProperty("options", out _));
        var counted = (await world.Api.CallAsync("GET", "connections?page=1&per_page=3&include_totals=true")).Json;
        Assert.Equal((3, 1, 4), (counted.GetProperty("start").GetInt32(), counted.GetProperty("length").GetInt32(), counted.GetProperty("total").GetInt32()));
        var (names, next) = (new List<string?>(), "connections?take=3");
        while (next is not null)
        {
            var page = (await world.Api.CallAsync("GET", next)).Json;
            names.AddRange(page.GetProperty("connections").EnumerateArray().Select(static one => one.GetProperty("name").GetString()));
            next = page.TryGetProperty("next", out var cursor) ? $"connections?take=3&from={cursor.GetString()}" : null;
        }

        Assert.Equal(["a", "b", "c", "tiktok"], names);
        Assert.Equal(400, (await world.Api.CallAsync("GET", "connections?nmae=b")).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Clients_are_let_in_and_taken_out_by_an_array_as_Auth0s_clients_send_it(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        var (declared, mine) = (await world.DeclaredAsync(), await world.CreateAsync());
        Assert.Equal("""{"clients":[{"client_id":"spa"},{"client_id":"stranger"},{"client_id":"web"}]}""", (await world.Api.CallAsync("GET", $"connections/{mine}/clients")).Body);
        var changed = await world.Api.CallAsync("PATCH", $"connections/{mine}/clients", """[{"client_id":"web","status":false},{"client_id":"spa","status":true}]""");
        Assert.True(changed.Status == 204, changed.Body);
        Assert.Equal("""{"clients":[{"client_id":"spa"},{"client_id":"stranger"}]}""", (await world.Api.CallAsync("GET", $"connections/{mine}/clients")).Body);
        Assert.Equal("""["tiktok"]""", (await world.Api.CallAsync("GET", "clients/web")).Json.GetProperty("connections").GetRawText());
        Assert.Equal("invalid_request", (await world.Broker.GetAsync(SignInWorld.Authorize(("connection", "mine")))).Query["error"]);
        Assert.Contains("client_key=" + TikTokEmulator.ProductionClientKey, (await world.Broker.GetAsync(SignInWorld.Authorize())).Headers["Location"], StringComparison.Ordinal);

        Assert.Equal(204, (await world.Api.CallAsync("PATCH", $"connections/{mine}/clients", """[{"client_id":"web","status":true}]""")).Status);
        Assert.Contains("client_key=" + TikTokEmulator.SandboxClientKey, (await world.Broker.GetAsync(SignInWorld.Authorize(("connection", "mine")))).Headers["Location"], StringComparison.Ordinal);
        var unknown = await world.Api.CallAsync("PATCH", $"connections/{declared}/clients", """[{"client_id":"web","status":false},{"client_id":"nobody","status":false}]""");
        Assert.Equal(404, unknown.Status);
        Assert.Contains("web", (await world.Api.CallAsync("GET", $"connections/{declared}/clients")).Body, StringComparison.Ordinal);
        foreach (var bad in (string[])["[]", "{}", "[1]", """[{"client_id":"web"}]""", """[{"client_id":"web","status":true,"more":1}]"""])
        {
            Assert.Equal(400, (await world.Api.CallAsync("PATCH", $"connections/{declared}/clients", bad)).Status);
        }

        var page = (await world.Api.CallAsync("GET", $"connections/{declared}/clients?take=2")).Json;
        Assert.Equal(2, page.GetProperty("clients").GetArrayLength());
        Assert.Equal("""{"clients":[{"client_id":"web"}]}""", (await world.Api.CallAsync("GET", $"connections/{declared}/clients?take=2&from={page.GetProperty("next").GetString()}")).Body);
    }

    [Fact]
    public async Task The_status_says_why_nobody_can_sign_in()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var id = await world.DeclaredAsync();
        Assert.Equal("""{"ready":true,"reasons":[]}""", (await world.Api.CallAsync("GET", $"connections/{id}/status")).Body);
        Assert.Equal(200, (await world.PatchAsync(id, """{"authentication":{"active":false}}""")).Status);
        var status = (await world.Api.CallAsync("GET", $"connections/{id}/status")).Json;
        Assert.False(status.GetProperty("ready").GetBoolean());
        Assert.Contains("not active", Assert.Single(status.GetProperty("reasons").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await world.Api.CallAsync("GET", "connections/con_nothing/status")).Status);
    }

    [Fact]
    public async Task A_mapping_can_be_tried_on_a_profile_before_it_is_kept()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var path = $"connections/{await world.DeclaredAsync()}/preview";
        const string Profile = """{"open_id":"o","display_name":"Zoë","username":"zoe"}""";
        var kept = (await world.Api.CallAsync("POST", path, $$$"""{"profile":{{{Profile}}}}""", "read:connections")).Json.GetProperty("claims");
        Assert.Equal(("Zoë", "zoe"), (kept.GetProperty("name").GetString(), kept.GetProperty("preferred_username").GetString()));
        var tried = (await world.Api.CallAsync("POST", path, $$$"""{"profile":{{{Profile}}},"before":{"name":"Old"},"mapping":{"name":{"from":"$.username","update":"on_first_login"},"nickname":["$.missing","$.display_name"],"preferred_username":null}}""")).Json.GetProperty("claims");
        Assert.Equal(("Old", "Zoë"), (tried.GetProperty("name").GetString(), tried.GetProperty("nickname").GetString()));
        Assert.False(tried.TryGetProperty("preferred_username", out _));
        Assert.Equal("Zoë", (await world.Api.CallAsync("POST", path, $$$"""{"profile":{{{Profile}}}}""")).Json.GetProperty("claims").GetProperty("name").GetString());
        foreach (var bad in (string[])["{}", """{"profile":[]}""", """{"profile":{},"mapping":{"email":"$.username"}}""", """{"profile":{},"more":1}"""])
        {
            Assert.Equal(400, (await world.Api.CallAsync("POST", path, bad)).Status);
        }
    }

    [Fact]
    public async Task The_request_to_TikToks_page_is_previewed_as_it_would_be_sent_and_nothing_is_kept()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var id = await world.DeclaredAsync();
        var path = $"connections/{id}/authorization-preview";
        var before = (await world.GetAsync(id)).ToString();
        var tried = await world.Api.CallAsync("POST", path, """
            {"scope":"openid video.publish","request":{"login_hint":"zoë","prompt":"login"},"upstream_params":{"campaign":{"value":"spring sale"},"who":{"alias":"login_hint"},"lang":{"alias":"ui_locales"}}}
            """, "read:connections");
        Assert.True(tried.Status == 200, tried.Body);
        var address = tried.Json.GetProperty("address").GetString()!; // it has one
        Assert.Contains("/v2/auth/authorize/?client_key=", address, StringComparison.Ordinal);
        Assert.EndsWith("&campaign=spring%20sale&who=zo%C3%AB", address, StringComparison.Ordinal);
        Assert.Contains("disable_auto_auth=1", address, StringComparison.Ordinal);
        Assert.Equal("video.publish", tried.Json.GetProperty("left_out_scopes")[0].GetString());
        Assert.Equal(["campaign", "who"], tried.Json.GetProperty("parameters").EnumerateArray().Where(one => one.GetProperty("from_upstream_params").GetBoolean()).Select(one => one.GetProperty("name").GetString()));
        Assert.DoesNotContain("campaign", (await world.Api.CallAsync("POST", path, "{}")).Body, StringComparison.Ordinal);
        Assert.Equal(before, (await world.GetAsync(id)).ToString());
        foreach (var bad in (string[])["""{"more":1}""", """{"scope":1}""", """{"request":[]}""", """{"request":{"state":"x"}}""", """{"upstream_params":{"state":{"value":"x"}}}""", """{"upstream_params":{"a":1}}"""])
        {
            Assert.Equal(400, (await world.Api.CallAsync("POST", path, bad)).Status);
        }

        Assert.Equal(404, (await world.Api.CallAsync("POST", "connections/con_nothing/authorization-preview", "{}")).Status);
    }

    [Fact]
    public async Task A_profile_script_is_read_and_never_run()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var answer = await world.Api.CallAsync("POST", "connections/profile-script", """{"script":"fetch('https://open.tiktokapis.com/v2/user/info?fields=union_id,display_name'); const p = { user_id: res.data.user.union_id, name: res.data.user.display_name };"}""", "read:connections");
        var options = answer.Json.GetProperty("options");
        Assert.True(options.GetProperty("join_by_union_id").GetBoolean());
        Assert.Equal("$.display_name", options.GetProperty("mapping").GetProperty("name").GetString());
        Assert.Equal(400, (await world.Api.CallAsync("POST", "connections/profile-script", """{"script":1}""")).Status);
    }
}
