using System.Text;

namespace Tokgate.Emulator.Tests.Control;

public sealed class ControlApiTests
{
    [Theory]
    [InlineData("PUT", "/_emulator/consent", "{}", 400, "TTK4104", "$.mode")]
    [InlineData("PUT", "/_emulator/consent", """{"mode":"auto","user":"nobody"}""", 400, "TTK4104", "$.user")]
    [InlineData("PUT", "/_emulator/consent", """{"mode":"auto","user":"creator_full","grant":["email"]}""", 400, "TTK4104", "$.grant")]
    [InlineData("PUT", "/_emulator/consent", """{"mode":"ask","mod":1}""", 400, "TTK4103", "$.mod")]
    [InlineData("PUT", "/_emulator/consent", "{", 400, "TTK4101", null)]
    [InlineData("PUT", "/_emulator/consent", "[]", 400, "TTK4101", "$")]
    [InlineData("PUT", "/_emulator/consent", """{"mode":"ask","mode":"ask"}""", 400, "TTK4101", null)]
    [InlineData("PUT", "/_emulator/consent", """{"mode":"\ud800"}""", 400, "TTK4101", "body")]
    [InlineData("PUT", "/_emulator/profile", """{"preset":"future"}""", 400, "TTK4104", "$.preset")]
    [InlineData("PUT", "/_emulator/profile", """{"access_seconds":0}""", 400, "TTK4104", "$.access_seconds")]
    [InlineData("PUT", "/_emulator/profile", """{"access_seconds":null}""", 400, "TTK4104", "$.access_seconds")]
    [InlineData("PUT", "/_emulator/profile", """{"rotation":true}""", 400, "TTK4104", "$.rotation")]
    [InlineData("PUT", "/_emulator/profile", """{"rate_limit_per_minute":1.5}""", 400, "TTK4104", "$.rate_limit_per_minute")]
    [InlineData("POST", "/_emulator/clock/advance", "{}", 400, "TTK4104", "$.seconds")]
    [InlineData("POST", "/_emulator/clock/advance", """{"seconds":-1}""", 400, "TTK4104", "$.seconds")]
    [InlineData("POST", "/_emulator/clock/advance", """{"seconds":99999999999999}""", 400, "TTK4104", "$.seconds")]
    [InlineData("POST", "/_emulator/faults", """{"endpoint":"tokens","kind":"status"}""", 400, "TTK4104", "$.endpoint")]
    [InlineData("POST", "/_emulator/faults", """{"endpoint":"token","kind":"fire"}""", 400, "TTK4104", "$.kind")]
    [InlineData("POST", "/_emulator/faults", """{"endpoint":"token","kind":"body"}""", 400, "TTK4104", "$.body")]
    [InlineData("POST", "/_emulator/faults", """{"endpoint":"token"}""", 400, "TTK4104", "$.kind")]
    [InlineData("POST", "/_emulator/users", "{}", 400, "TTK4104", "$.username")]
    [InlineData("POST", "/_emulator/users", """{"username":"a b"}""", 400, "TTK4104", "$.username")]
    [InlineData("POST", "/_emulator/users", """{"username":"creator_full"}""", 409, "TTK4106", "$.username")]
    [InlineData("POST", "/_emulator/users", """{"username":"u","email":"u@example.com"}""", 400, "TTK4103", "$.email")]
    [InlineData("POST", "/_emulator/users", """{"username":"u","videos":[{"id":"x"}]}""", 400, "TTK4104", "$.videos[0].id")]
    [InlineData("POST", "/_emulator/users", """{"username":"u","videos":[{"likes":1}]}""", 400, "TTK4103", "$.videos[0].likes")]
    [InlineData("POST", "/_emulator/apps", """{"client_key":"aw1"}""", 400, "TTK4104", "$.client_secret")]
    [InlineData("POST", "/_emulator/apps", """{"client_key":"sbawplayground00001","client_secret":"s"}""", 409, "TTK4106", "$.client_key")]
    [InlineData("POST", "/_emulator/apps", """{"client_key":"aw1","client_secret":"s","scopes":["email"]}""", 400, "TTK4104", "$.scopes")]
    [InlineData("POST", "/_emulator/apps", """{"client_key":"aw1","client_secret":"s","platforms":{"tv":[]}}""", 400, "TTK4103", "$.platforms.tv")]
    [InlineData("PUT", "/_emulator/apps/awplayground000001", """{"client_key":"other"}""", 400, "TTK4104", "$.client_key")]
    [InlineData("DELETE", "/_emulator/apps/nobody", null, 404, "TTK4100", null)]
    [InlineData("DELETE", "/_emulator/users/nobody", null, 404, "TTK4100", null)]
    [InlineData("POST", "/_emulator/users/nobody/remove-authorization", null, 404, "TTK4100", null)]
    [InlineData("GET", "/_emulator/nothing", null, 404, "TTK4100", null)]
    [InlineData("DELETE", "/_emulator/profile", null, 405, "TTK4109", null)]
    public async Task Bad_input_is_told_what_where_and_how_to_mend_it(string method, string path, string? body, int status, string id, string? where)
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.ControlAsync(new HttpMethod(method), path, body);

        Assert.Equal((status, id), (reply.Status, reply.String("error")));
        Assert.NotEmpty(reply.String("what")!);
        Assert.NotEmpty(reply.String("mend")!);
        Assert.Equal($"docs/errors/{id}.md", reply.String("docs"));
        if (where is not null)
        {
            Assert.Equal(where, reply.String("where"));
        }
    }

    [Theory]
    [InlineData("web", "http://localhost:3000/cb")]
    [InlineData("web", "https://localhost/cb")]
    [InlineData("web", "https://192.0.2.1/cb")]
    [InlineData("web", "https://app.example/cb?x=1")]
    [InlineData("web", "https://app.example/cb#x")]
    [InlineData("web", "/cb")]
    [InlineData("desktop", "http://localhost/cb")]
    [InlineData("desktop", "http://localhost:3000")]
    [InlineData("desktop", "http://app.example:3000/cb")]
    [InlineData("desktop", "myapp://localhost:3000/cb")]
    [InlineData("ios", "http://app.example/cb")]
    [InlineData("android", "myapp://cb")]
    public async Task A_redirect_uri_that_TikTok_would_not_register_is_refused(string platform, string uri)
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.ControlAsync(
            HttpMethod.Post, "/_emulator/apps", $$$"""{"client_key":"aw1","client_secret":"s","platforms":{"{{{platform}}}":["{{{uri}}}"]}}""");

        Assert.Equal((400, "TTK4105"), (reply.Status, reply.String("error")));
    }

    [Fact]
    public async Task Loopback_may_be_registered_under_web_when_allowed()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.ControlAsync(
            HttpMethod.Post,
            "/_emulator/apps",
            """{"client_key":"aw1","client_secret":"s","allow_insecure_loopback":true,"platforms":{"web":["http://localhost:3000/cb"]}}""");

        Assert.Equal(201, reply.Status);
    }

    [Theory]
    [InlineData("/_emulator/apps", "/_emulator/apps/sbawplayground00001")]
    [InlineData("/_emulator/users", "/_emulator/users/creator_sparse")]
    public async Task What_is_read_can_be_put_back(string list, string one)
    {
        await using var peer = await TikTokPeer.StartAsync();
        var before = await peer.ControlAsync(HttpMethod.Get, list);

        var put = await peer.ControlAsync(HttpMethod.Put, one, (await peer.ControlAsync(HttpMethod.Get, one)).Text);

        Assert.Equal(200, put.Status);
        Assert.Equal(before.Text, (await peer.ControlAsync(HttpMethod.Get, list)).Text);
    }

    [Fact]
    public async Task A_person_who_is_renamed_stays_the_same_person()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();
        var before = await peer.UserInfoAsync(token, "open_id");

        await peer.TikTok.PutAsync("/_emulator/users/creator_full", new { username = "renamed" });

        Assert.Equal(
            before.Json.GetProperty("data").GetRawText(), (await peer.UserInfoAsync(token, "open_id")).Json.GetProperty("data").GetRawText());
        Assert.Contains("renamed", (await peer.UserInfoAsync(token, "username")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_log_covers_secrets_and_shows_the_rest()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var tokens = await peer.SignInAsync();
        var access = tokens.GetProperty("access_token").GetString()!;
        await peer.UserInfoAsync(access, "open_id");

        var log = await peer.TikTok.ReadRequestsAsync();

        Assert.Equal(["/v2/auth/authorize/", "/v2/oauth/token/", "/v2/user/info/"], log.EnumerateArray().Select(it => it.GetProperty("path").GetString()!));
        var form = log[1].GetProperty("form");
        Assert.Matches("^sha256:[0-9a-f]{4}$", form.GetProperty("client_secret").GetString());
        Assert.Matches("^sha256:[0-9a-f]{4}$", form.GetProperty("code").GetString());
        Assert.Equal(TikTokPeer.Callback, form.GetProperty("redirect_uri").GetString());
        Assert.Matches("^Bearer sha256:[0-9a-f]{4}$", log[2].GetProperty("headers").GetProperty("authorization").GetString());
        Assert.DoesNotContain(access, log.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(TikTokEmulator.ClientSecret, log.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_puts_everything_back()
    {
        await using var peer = await TikTokPeer.StartAsync();
        var apps = await peer.ControlAsync(HttpMethod.Get, "/_emulator/apps");
        var token = (await peer.SignInAsync()).GetProperty("access_token").GetString();
        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromHours(1));
        await peer.ControlAsync(HttpMethod.Delete, "/_emulator/apps/awplayground000001");

        await peer.TikTok.ResetAsync();

        Assert.Equal(apps.Text, (await peer.ControlAsync(HttpMethod.Get, "/_emulator/apps")).Text);
        Assert.Equal(0, (await peer.ControlAsync(HttpMethod.Get, "/_emulator/clock")).Json.GetProperty("advanced_seconds").GetInt64());
        Assert.Equal("access_token_invalid", (await peer.UserInfoAsync(token, "open_id")).ApiCode);
    }

    [Theory]
    [InlineData("Origin", "http://localhost:5080")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Another_origin_is_refused(string header, string value)
    {
        await using var peer = await TikTokPeer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_emulator/reset");
        request.Headers.Add(header, value);

        using var response = await peer.Browser.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Contains("TTK4108", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rebound.example", 421)]
    [InlineData("www.tiktok.com", 404)]
    [InlineData("tiktok.test", 404)]
    public async Task A_foreign_host_name_is_refused_unless_it_is_allowed(string host, int status)
    {
        await using var peer = await TikTokPeer.StartAsync(new TikTokEmulatorOptions { AllowedHosts = { "tiktok.test" } });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/nothing");
        request.Headers.Host = host;

        using var response = await peer.Browser.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_body_of_more_than_64_kB_is_refused()
    {
        await using var peer = await TikTokPeer.StartAsync();
        using var big = new StringContent($$"""{"mode":"{{new string('x', 70_000)}}"}""", Encoding.UTF8, "application/json");

        var reply = await peer.SendAsync(HttpMethod.Put, "/_emulator/consent", big);

        Assert.Equal((413, "TTK4102"), (reply.Status, reply.String("error")));
    }
}
