using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Emulator;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>Connections by the management API, as Auth0's clients and guides speak to them.</summary>
public sealed class ConnectionTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_guides_walk_gets_a_token_reads_the_options_adds_upstream_params_and_TikTok_is_sent_them(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        var token = await world.Api.TokenAsync();
        var id = (await world.Api.SendAsync("GET", "connections?strategy=oauth2", null, token)).Json[0].GetProperty("id").GetString();
        var read = (await world.Api.SendAsync("GET", $"connections/{id}", null, token)).Json.GetProperty("options");
        Assert.Equal((TikTokEmulator.ProductionClientKey, "user.info.basic"), (read.GetProperty("client_id").GetString(), read.GetProperty("scope").GetString()));
        Assert.False(read.TryGetProperty("client_secret", out _));

        // As the guide sends it back: what it read, with empty credentials, and the object that it adds.
        var options = JsonNode.Parse(read.GetRawText())!.AsObject(); // an object
        options["client_id"] = "";
        options["client_secret"] = "";
        options["upstream_params"] = JsonNode.Parse($$$"""{"client_key":{"value":"{{{TikTokEmulator.ProductionClientKey}}}"},"campaign":{"value":"spring"}}""");
        var patched = await world.Api.SendAsync("PATCH", $"connections/{id}", new JsonObject { ["options"] = options }.ToJsonString(), token);
        Assert.True(patched.Status == 200, patched.Body);
        Assert.Equal("spring", patched.Json.GetProperty("options").GetProperty("upstream_params").GetProperty("campaign").GetProperty("value").GetString());

        await world.SignInAsync();
        var asked = (await world.World.TikTok.ReadRequestsAsync()).EnumerateArray().Last(static request => request.GetProperty("path").GetString() == "/v2/auth/authorize/").GetProperty("query");
        Assert.Equal("spring", asked.GetProperty("campaign").GetString());
        Assert.Equal(TikTokEmulator.ProductionClientKey, asked.GetProperty("client_key").GetString());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_partial_update_loses_nothing_and_null_takes_away(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        var id = await world.CreateAsync(more: ""","scope":"user.info.basic,user.info.stats","fields":["display_name"],"upstream_params":{"a":{"value":"1"},"b":{"alias":"login_hint"}},"mapping":{"nickname":"$.username"}""");
        var before = await world.GetAsync(id);
        var patched = await world.PatchAsync(id, """{"display_name":"With TikTok","metadata":{"team":"growth"},"options":{"upstream_params":{"a":null,"c":{"value":"3"}},"mapping":{"nickname":null,"name":{"from":["$.username"],"update":"on_first_login"}}}}""");
        Assert.True(patched.Status == 200, patched.Body);
        var options = (await world.GetAsync(id)).GetProperty("options");
        Assert.Equal(["b", "c"], options.GetProperty("upstream_params").EnumerateObject().Select(static member => member.Name));
        Assert.Equal("on_first_login", options.GetProperty("mapping").GetProperty("name").GetProperty("update").GetString());
        Assert.False(options.GetProperty("mapping").TryGetProperty("nickname", out _));
        Assert.True(options.GetProperty("mapping").TryGetProperty("picture", out _));
        foreach (var member in (string[])["client_id", "client_secret_fingerprint", "scope", "fields", "apps"])
        {
            Assert.Equal(before.GetProperty("options").GetProperty(member).GetRawText(), options.GetProperty(member).GetRawText());
        }

        Assert.Equal(200, (await world.PatchAsync(id, """{"display_name":null,"metadata":{"team":null},"options":{"fields":null,"upstream_params":null,"mapping":null}}""")).Status);
        var after = await world.GetAsync(id);
        Assert.False(after.TryGetProperty("display_name", out _));
        Assert.False(after.GetProperty("options").TryGetProperty("upstream_params", out _));
        Assert.Equal("""["$.display_name"]""", after.GetProperty("options").GetProperty("mapping").GetProperty("name").GetProperty("from").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_read_sent_back_whole_changes_nothing(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        foreach (var id in (string[])[await world.DeclaredAsync(), await world.CreateAsync(more: ""","upstream_params":{"a":{"value":"1"}}""")])
        {
            var read = await world.Api.CallAsync("GET", "connections/" + id);
            foreach (var credential in (string[])["", "********", "••••"])
            {
                var body = JsonNode.Parse(read.Body)!.AsObject(); // an object
                body["options"]!["client_secret"] = credential; // as above
                body["options"]!["apps"]![0]!["client_secret"] = credential; // as above
                var patched = await world.Api.CallAsync("PATCH", "connections/" + id, body.ToJsonString(), null, ("If-Match", read.Headers["ETag"]));
                Assert.True(patched.Status == 200, patched.Body);
                Assert.Equal(read.Headers["ETag"], patched.Headers["ETag"]);
                Assert.Equal(read.Body, patched.Body);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_60_Secrets_come_in_and_never_go_out_and_a_change_shows_in_fingerprint_and_date(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        var id = await world.CreateAsync();
        var first = (await world.GetAsync(id)).GetProperty("options");
        world.Broker.Time.Advance(TimeSpan.FromMinutes(5));
        var patched = await world.PatchAsync(id, """{"options":{"client_secret":"secret-of-an-app-by-the-api-0002","scope":["user.info.basic"]}}""");
        Assert.True(patched.Status == 200, patched.Body);
        var second = (await world.GetAsync(id)).GetProperty("options");
        Assert.NotEqual(first.GetProperty("client_secret_fingerprint").GetString(), second.GetProperty("client_secret_fingerprint").GetString());
        Assert.NotEqual(first.GetProperty("client_secret_set_at").GetString(), second.GetProperty("client_secret_set_at").GetString());
        Assert.Equal("secret-of-an-app-by-the-api-0002", world.Broker.Get<ConnectionDirectory>().Find("mine")?.Live is null ? null : world.Broker.Get<ConnectionDirectory>().Find("mine")!.Config.Live!.ClientSecret!.Reveal()); // both there
        var list = await world.Api.CallAsync("GET", "connections");
        var trail = JsonSerializer.Serialize(await world.Broker.AuditAsync());
        foreach (var told in (string[])[list.Body, patched.Body, trail, first.GetRawText(), second.GetRawText()])
        {
            Assert.DoesNotContain("secret-of-an-app", told, StringComparison.Ordinal);
            Assert.DoesNotContain(TikTokEmulator.ClientSecret, told, StringComparison.Ordinal);
        }

        Assert.Equal(AuditNames.ConnectionChanged, (await world.Broker.AuditAsync(new AuditFilter { Connection = "mine" }))[0].Name);
    }

    [Fact]
    public async Task A_secret_goes_to_the_app_that_is_named_beside_it_in_whatever_order()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var id = await world.CreateAsync();
        Assert.Equal(200, (await world.PatchAsync(id, """{"options":{"client_secret":"secret-of-the-second-app","client_id":"awsecond"}}""")).Status);
        var config = world.Broker.Get<ConnectionDirectory>().Find("mine")!.Config; // just made
        Assert.Equal("awsecond", config.LiveApp);
        Assert.Equal("secret-of-the-second-app", config.Live!.ClientSecret!.Reveal()); // just given
        Assert.Equal(ConnectionWorld.AppSecret, config.Find(TikTokEmulator.SandboxClientKey)!.ClientSecret!.Reveal()); // it stays
        var apps = (await world.GetAsync(id)).GetProperty("options").GetProperty("apps");
        Assert.Equal([true, false], apps.EnumerateArray().Select(static app => app.GetProperty("live").GetBoolean()));

        Assert.Equal(200, (await world.PatchAsync(id, $$$"""{"options":{"client_id":"{{{TikTokEmulator.SandboxClientKey}}}"}}""")).Status);
        Assert.Equal(TikTokEmulator.SandboxClientKey, world.Broker.Get<ConnectionDirectory>().Find("mine")!.Config.LiveApp); // as above
        var without = await world.PatchAsync(id, """{"options":{"client_id":"awthird"}}""");
        Assert.Equal(400, without.Status);
        Assert.Contains("client_secret", without.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_app_and_a_connection_that_grants_need_go_only_by_force(string engine)
    {
        await using var world = await ConnectionWorld.StartAsync(engine);
        var id = await world.DeclaredAsync();
        await world.SignInAsync();
        Assert.Equal(200, (await world.PatchAsync(id, """{"options":{"client_id":"awsecond","client_secret":"secret-of-the-second-app"}}""")).Status);
        var less = """{"options":{"apps":[{"client_id":"awsecond"}]}}""";
        var refused = await world.PatchAsync(id, less);
        Assert.Equal((409, "connection_has_grants"), (refused.Status, refused.Json.GetProperty("errorCode").GetString()));
        Assert.Contains("TTK3311", refused.Body, StringComparison.Ordinal);
        Assert.Equal(2, (await world.GetAsync(id)).GetProperty("options").GetProperty("apps").GetArrayLength());
        Assert.Equal(200, (await world.PatchAsync(id, less, "?force=true")).Status);

        var declared = await world.Api.CallAsync("DELETE", "connections/" + id);
        Assert.Equal((409, "connection_declared"), (declared.Status, declared.Json.GetProperty("errorCode").GetString()));
        Assert.Equal(204, (await world.Api.CallAsync("DELETE", $"connections/{id}?force=true")).Status);
        Assert.Equal(404, (await world.Api.CallAsync("GET", "connections/" + id)).Status);
        Assert.Equal(503, (await world.Broker.GetAsync(SignInWorld.Authorize())).Status);
    }

    [Fact]
    public async Task The_guides_connection_of_another_product_is_taken_with_TikToks_addresses_alone()
    {
        await using var broker = await Broker.StartAsync([.. SignInWorld.SignInClients, ManagementWorld.AdministratorClient]);
        var api = ManagementWorld.Of(broker);
        const string Made = """{"name":"TikTok","strategy":"oauth2","options":{"authorizationURL":"https://www.tiktok.com/auth/authorize/","tokenURL":"TOKEN","scope":"user.info.basic","client_id":"awguide","client_secret":"guide-secret","icon_url":"https://cdn.example/x.png","set_user_root_attributes":"on_each_login"},"authentication":{"active":true},"connected_accounts":{"active":true},"is_domain_connection":false,"show_as_button":true,"realms":["TikTok"]}""";
        var placeholder = await api.CallAsync("POST", "connections", Made.Replace("TOKEN", "https://example.com", StringComparison.Ordinal));
        Assert.Equal(400, placeholder.Status);
        Assert.Contains("TTK3313", placeholder.Body, StringComparison.Ordinal);
        Assert.Contains("https://open.tiktokapis.com/v2/oauth/token/", placeholder.Body, StringComparison.Ordinal);

        var made = await api.CallAsync("POST", "connections", Made.Replace("TOKEN", "https://open.tiktokapis.com/v2/oauth/token", StringComparison.Ordinal));
        Assert.True(made.Status == 201, made.Body);
        Assert.Contains("options.authorizationURL", made.Headers["Warning"], StringComparison.Ordinal);
        var options = made.Json.GetProperty("options");
        Assert.Equal("https://www.tiktok.com/v2/auth/authorize/", options.GetProperty("authorizationURL").GetString());
        Assert.Equal("https://open.tiktokapis.com/v2/oauth/token/", options.GetProperty("tokenURL").GetString());
        Assert.False(options.TryGetProperty("icon_url", out _));
        Assert.True(made.Json.GetProperty("connected_accounts").GetProperty("active").GetBoolean());
        Assert.Equal(Broker.Issuer + "/login/callback/TikTok", made.Json.GetProperty("callback_url").GetString());
        Assert.Equal(Broker.Issuer + "/webhooks/tiktok/TikTok", made.Json.GetProperty("webhook_url").GetString());
        var sent = await broker.GetAsync(SignInWorld.Authorize(("connection", "TikTok")));
        Assert.StartsWith("https://www.tiktok.com/v2/auth/authorize/?client_key=awguide&", sent.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(409, (await api.CallAsync("POST", "connections", Made.Replace("TOKEN", "https://open.tiktokapis.com/v2/oauth/token/", StringComparison.Ordinal).Replace("\"name\":\"TikTok\"", "\"name\":\"tiktok\"", StringComparison.Ordinal).Replace("awguide", "awother", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task A_profile_script_is_refused_with_the_options_that_do_the_same()
    {
        await using var world = await ConnectionWorld.StartAsync();
        const string Script = "function fetchUserProfile(accessToken, context, cb) {\n const userInfoEndpoint = 'https://open.tiktokapis.com/v2/user/info?fields=union_id,display_name';\n const profile = { user_id: res.data.user.union_id, name: res.data.user.display_name };\n cb(null, profile); }";
        var refused = await world.PatchAsync(await world.DeclaredAsync(), new JsonObject { ["options"] = new JsonObject { ["scripts"] = new JsonObject { ["fetchUserProfile"] = Script } } }.ToJsonString());
        Assert.Equal(400, refused.Status);
        var detail = refused.Json.GetProperty("message").GetString()!; // it has one
        Assert.Contains("TTK3314", detail, StringComparison.Ordinal);
        var equivalent = detail[detail.IndexOf('{', StringComparison.Ordinal)..(detail.LastIndexOf('}') + 1)];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"fields":["union_id","display_name"],"join_by_union_id":true,"mapping":{"name":"$.display_name"}}"""), JsonNode.Parse(equivalent)), equivalent);
        var taken = await world.PatchAsync(await world.DeclaredAsync(), $$$"""{"options":{{{equivalent}}}}""");
        Assert.True(taken.Status == 200, taken.Body);
    }

    [Theory]
    [InlineData("""{"options":{"upstream_params":{"redirect_uri":{"value":"https://evil.example/"}}}}""", "options.upstream_params.redirect_uri")]
    [InlineData("""{"options":{"upstream_params":{"client_key":{"value":"another"}}}}""", "options.upstream_params.client_key")]
    [InlineData("""{"options":{"upstream_params":{"x":{"alias":"state"}}}}""", "options.upstream_params.x")]
    [InlineData("""{"options":{"upstream_params":{"x":"1"}}}""", "options.upstream_params")]
    [InlineData("""{"options":{"tokenURL":"https://proxy.example/proxy/token"}}""", "options.tokenURL")]
    [InlineData("""{"options":{"authorizationURL":"https://www.tiktok.com.evil.example/v2/auth/authorize/"}}""", "options.authorizationURL")]
    [InlineData("""{"options":{"authParams":{"x":"1"}}}""", "options.authParams")]
    [InlineData("""{"options":{"mapping":{"sub":"$.open_id"}}}""", "options.mapping")]
    [InlineData("""{"options":{"mapping":{"email":"$.username"}}}""", "options.mapping")]
    [InlineData("""{"options":{"fields":["password"]}}""", "options.fields")]
    [InlineData("""{"options":{"scope":""}}""", "options.scope")]
    [InlineData("""{"options":{"client_secret":"another"}}""", "client_secret")]
    [InlineData("""{"options":{"apps":[]}}""", "options.apps")]
    [InlineData("""{"options":{"apps":[{"client_id":"awplayground000001","address":"http://localhost:1"}]}}""", "address")]
    [InlineData("""{"options":{"client_secret_fingerprint":"0000"}}""", "options.client_secret_fingerprint")]
    [InlineData("""{"options":{"placeholder_email_domain":"users.example.com"}}""", "options.placeholder_email_domain")]
    [InlineData("""{"options":null}""", "options")]
    [InlineData("""{"name":"another"}""", "name")]
    [InlineData("""{"id":"con_another"}""", "id")]
    [InlineData("""{"strategy":"google-oauth2"}""", "strategy")]
    [InlineData("""{"version":7}""", "version")]
    [InlineData("""{"declared":false}""", "declared")]
    [InlineData("""{"enabled_clients":["web"]}""", "enabled_clients")]
    [InlineData("""{"authentication":{"active":"yes"}}""", "authentication.active")]
    public async Task T_62_What_may_not_be_is_refused_by_name_and_nothing_changes(string body, string member)
    {
        await using var world = await ConnectionWorld.StartAsync();
        var id = await world.DeclaredAsync();
        var before = await world.GetAsync(id);
        var refused = await world.PatchAsync(id, body);
        Assert.Equal(400, refused.Status);
        Assert.Contains(member, refused.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before.GetRawText(), (await world.GetAsync(id)).GetRawText());
    }

    [Fact]
    public async Task T_71_In_Production_nobody_leads_a_connection_to_an_emulator()
    {
        using var directory = new TempDirectory();
        await directory.WriteSecretAsync("master.key", Convert.ToBase64String(new byte[32]));
        await using var broker = await Broker.StartAsync([ManagementWorld.AdministratorClient], dataDirectory: directory.Path, environment: "Production", issuer: "https://login.example.com", migrate: true);
        broker.Http.DefaultRequestHeaders.Host = "login.example.com";
        var asked = await broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(ManagementWorld.Administrator, The.MachineSecret), ("grant_type", "client_credentials"), ("audience", "https://login.example.com/api/v2/"));
        var (api, token) = (ManagementWorld.Of(broker), asked.Json.GetProperty("access_token").GetString());
        foreach (var app in (string[])["\"client_secret\":\"own\",\"address\":\"http://localhost:5082\"", "\"client_secret\":\"own\",\"address\":\"https://tiktok.example\"", $"\"client_secret\":\"{TikTokEmulator.ClientSecret}\""])
        {
            var refused = await api.SendAsync("POST", "connections", $$$"""{"name":"mine","options":{"apps":[{"client_id":"awmine","live":true,{{{app}}}}]}}""", token);
            Assert.Equal(400, refused.Status);
            Assert.Contains("TTK3014", refused.Body, StringComparison.Ordinal);
        }

        Assert.Equal(201, (await api.SendAsync("POST", "connections", """{"name":"mine","options":{"client_id":"awmine","client_secret":"own"}}""", token)).Status);
    }

    [Fact]
    public async Task One_app_has_one_connection_and_new_ones_need_what_they_need()
    {
        await using var world = await ConnectionWorld.StartAsync();
        foreach (var (body, member) in ((string, string)[])
        [
            ($$$"""{"name":"x","options":{"client_id":"{{{TikTokEmulator.ProductionClientKey}}}","client_secret":"{{{TikTokEmulator.ClientSecret}}}"}}""", "belongs to connection tiktok"),
            ("""{"name":"x","options":{"client_id":"awnew"}}""", "client_secret"),
            ("""{"name":"x","options":{"client_id":"","client_secret":""}}""", "client_id"),
            ("""{"name":"x","options":{"client_secret":"s"}}""", "client_id"),
            ("""{"options":{"client_id":"awnew","client_secret":"s"}}""", "name"),
            ("""{"name":"a b","options":{"client_id":"awnew","client_secret":"s"}}""", "name"),
        ])
        {
            var refused = await world.Api.CallAsync("POST", "connections", body);
            Assert.Equal(400, refused.Status);
            Assert.Contains(member, refused.Body, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await world.Api.CallAsync("GET", "connections")).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_writes_nothing()
    {
        await using var world = await ConnectionWorld.StartAsync();
        var id = await world.DeclaredAsync();
        Assert.Equal("Dry", (await world.PatchAsync(id, """{"display_name":"Dry"}""", "?dry_run=true")).Json.GetProperty("display_name").GetString());
        Assert.False((await world.GetAsync(id)).TryGetProperty("display_name", out _));
        var made = await world.Api.CallAsync("POST", "connections?dry_run=true", """{"name":"dry","options":{"client_id":"awdry","client_secret":"s"}}""");
        Assert.Equal(201, made.Status);
        Assert.Equal(Broker.Issuer + "/login/callback/dry", made.Json.GetProperty("callback_url").GetString());
        Assert.Equal(204, (await world.Api.CallAsync("DELETE", $"connections/{id}?dry_run=true&force=true")).Status);
        Assert.Equal(1, (await world.Api.CallAsync("GET", "connections")).Json.GetArrayLength());
    }
}
