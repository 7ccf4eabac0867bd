using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>Clients by the management API, on both engines.</summary>
public sealed class ClientTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_is_made_used_changed_and_removed(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        var made = await world.CallAsync("POST", "clients", """{"name":"My app","app_type":"regular_web","callbacks":["https://my.example/cb"],"client_metadata":{"team":"a"}}""");
        Assert.True(made.Status == 201, made.Body);
        var (id, secret) = (made.Json.GetProperty("client_id").GetString()!, made.Json.GetProperty("client_secret").GetString()!); // it was made
        var read = await world.CallAsync("GET", "clients/" + id);
        Assert.DoesNotContain(secret, read.Body, StringComparison.Ordinal);
        Assert.Equal(read.Headers["ETag"], made.Headers["ETag"]);
        Assert.Equal(secret[..8], read.Json.GetProperty("client_secrets")[0].GetProperty("prefix").GetString());

        var changed = await world.CallAsync("PATCH", "clients/" + id, """{"description":"Ours","client_metadata":{"owner":"b"},"jwt_configuration":{"alg":"ES256"}}""");
        Assert.True(changed.Status == 200, changed.Body);
        Assert.Equal(("a", "b"), (changed.Json.GetProperty("client_metadata").GetProperty("team").GetString(), changed.Json.GetProperty("client_metadata").GetProperty("owner").GetString()));
        Assert.Equal(("ES256", 3600, "https://my.example/cb"),
            (changed.Json.GetProperty("jwt_configuration").GetProperty("alg").GetString(), changed.Json.GetProperty("jwt_configuration").GetProperty("lifetime_in_seconds").GetInt32(), changed.Json.GetProperty("callbacks")[0].GetString()));
        var cleared = await world.CallAsync("PATCH", "clients/" + id, """{"description":null,"client_metadata":{"team":null}}""");
        Assert.False(cleared.Json.TryGetProperty("description", out _));
        Assert.Equal("""{"owner":"b"}""", cleared.Json.GetProperty("client_metadata").GetRawText());

        Assert.Equal(204, (await world.CallAsync("DELETE", "clients/" + id)).Status);
        Assert.Equal(404, (await world.CallAsync("GET", "clients/" + id)).Status);
        var told = (await world.Broker.AuditAsync()).Where(audited => audited.ClientId == id && audited.Change is not null).ToList();
        Assert.Equal([AuditNames.ClientCreated, AuditNames.ClientChanged, AuditNames.ClientChanged, AuditNames.ClientDeleted], told.OrderBy(audited => audited.Id).Select(audited => audited.Name));
        Assert.All(told, audited => Assert.Equal(ManagementWorld.Administrator, audited.Actor));
        var second = JsonNode.Parse(told.OrderBy(audited => audited.Id).ElementAt(1).Change!)!; // changes have one
        Assert.Equal("Ours", (string?)second["after"]!["description"]);
        Assert.Equal("RS256", (string?)second["before"]!["jwt_configuration"]!["alg"]);
        Assert.DoesNotContain(told, audited => audited.Change!.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clients_are_found_by_a_part_of_their_name_or_id_in_whatever_case()
    {
        await using var world = await ManagementWorld.StartAsync();
        foreach (var (id, name) in (IEnumerable<(string, string)>)[("kiosk-1", "In the hall"), ("b", "The KIOSK"), ("c", "100%_sure")])
        {
            Assert.Equal(201, (await world.CallAsync("POST", "clients", new JsonObject { ["client_id"] = id, ["name"] = name }.ToJsonString())).Status);
        }

        Assert.Equal(["b", "kiosk-1"], await FoundAsync("kiosk"));
        Assert.Equal(["c"], await FoundAsync("%_"));
        Assert.Empty(await FoundAsync("nobody"));
        var first = (await world.CallAsync("GET", "clients?q=Kiosk&take=1")).Json;
        Assert.Equal("b", first.GetProperty("clients")[0].GetProperty("client_id").GetString());
        Assert.Equal("kiosk-1", (await world.CallAsync("GET", $"clients?q=Kiosk&take=1&from={first.GetProperty("next").GetString()}")).Json.GetProperty("clients")[0].GetProperty("client_id").GetString());

        async Task<IEnumerable<string?>> FoundAsync(string text) => [.. (await world.CallAsync("GET", "clients?q=" + Uri.EscapeDataString(text))).Json.EnumerateArray().Select(static client => client.GetProperty("client_id").GetString())];
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_read_can_be_sent_back_whole_and_changes_nothing(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);

        // When a secret was last used is written a little after it was.
        await Eventually.HoldsAsync(async () => (await world.CallAsync("GET", "clients/administrator")).Body.Contains("\"last_used_at\"", StringComparison.Ordinal));
        foreach (var client in (await world.CallAsync("GET", "clients")).Json.EnumerateArray())
        {
            var id = client.GetProperty("client_id").GetString();
            var before = await world.CallAsync("GET", "clients/" + id);
            var answer = await world.CallAsync("PATCH", "clients/" + id, before.Body);
            Assert.True(answer.Status == 200, answer.Body);
            Assert.Equal((before.Body, before.Headers["ETag"]), (answer.Body, answer.Headers["ETag"]));
        }

        Assert.DoesNotContain(await world.Broker.AuditAsync(), audited => audited.Name == AuditNames.ClientChanged);
    }

    [Theory]
    [InlineData("""{"nmae":"x"}""", "nmae")]
    [InlineData("""{"prefix":"x"}""", "prefix")]
    [InlineData("""{"client_id":"other"}""", "client_id")]
    [InlineData("""{"created_at":"2020-01-01T00:00:00.000Z"}""", "created_at")]
    [InlineData("""{"callbacks":["http://evil.example/*"]}""", "callbacks")]
    [InlineData("""{"callbacks":"https://one.example/cb"}""", "callbacks")]
    [InlineData("""{"app_type":"spa","token_endpoint_auth_method":"client_secret_basic"}""", "token_endpoint_auth_methods")]
    [InlineData("""{"jwt_configuration":{"alg":"none"}}""", "jwt_configuration.alg")]
    [InlineData("""{"jwt_configuration":{"algorithm":"RS256"}}""", "jwt_configuration.algorithm")]
    [InlineData("""{"client_secret":"a-new-secret-that-is-long-enough-0123456789"}""", "client_secret")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"access_token_lifetime":-1}""", "access_token_lifetime")]
    [InlineData("""{"version":7}""", "version")]
    [InlineData("""{"hash":"00"}""", "hash")]
    public async Task T_62_What_is_not_a_member_or_not_the_callers_is_refused_by_name(string body, string member)
    {
        await using var world = await ManagementWorld.StartAsync();
        var before = await world.CallAsync("GET", "clients/" + The.Web);
        var answer = await world.CallAsync("PATCH", "clients/" + The.Web, body);
        Assert.True(answer.Status == 400, answer.Body);
        Assert.Equal("invalid_body", answer.Json.GetProperty("errorCode").GetString());
        Assert.Contains(member, answer.Json.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("member").GetString()));
        Assert.Equal(before.Body, (await world.CallAsync("GET", "clients/" + The.Web)).Body);
    }

    [Fact]
    public async Task Null_puts_an_object_back_to_its_defaults_and_touches_nothing_else()
    {
        await using var world = await ManagementWorld.StartAsync();
        var before = await world.CallAsync("GET", "clients/" + The.Web);
        Assert.Equal(200, (await world.CallAsync("PATCH", "clients/" + The.Web, """{"jwt_configuration":{"alg":"ES256","lifetime_in_seconds":60}}""")).Status);
        var answer = await world.CallAsync("PATCH", "clients/" + The.Web, """{"jwt_configuration":null}""");
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(before.Body, answer.Body);
    }

    [Fact]
    public async Task A_masked_secret_and_what_Auth0_has_beside_ours_change_nothing()
    {
        await using var world = await ManagementWorld.StartAsync();
        var before = await world.CallAsync("GET", "clients/" + The.Web);
        var answer = await world.CallAsync("PATCH", "clients/" + The.Web, """{"client_secret":"********","oidc_conformant":true,"cross_origin_authentication":false,"allowed_origins":[]}""");
        Assert.Equal((200, before.Body), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_version_that_was_not_seen_is_not_written_over()
    {
        await using var world = await ManagementWorld.StartAsync();
        var tag = (await world.CallAsync("GET", "clients/" + The.Web)).Headers["ETag"];
        Assert.Equal(200, (await world.CallAsync("PATCH", "clients/" + The.Web, """{"description":"first"}""", null, ("If-Match", tag))).Status);
        var late = await world.CallAsync("PATCH", "clients/" + The.Web, """{"description":"second"}""", null, ("If-Match", tag));
        Assert.Equal((412, "precondition_failed"), (late.Status, late.Json.GetProperty("errorCode").GetString()));
        Assert.Equal(412, (await world.CallAsync("DELETE", "clients/" + The.Web, null, null, ("If-Match", tag))).Status);
        Assert.Equal("first", (await world.CallAsync("GET", "clients/" + The.Web)).Json.GetProperty("description").GetString());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_changes_at_once_to_different_members_none_is_lost(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        await world.TokenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => world.CallAsync("PATCH", "clients/" + The.Web, $$$"""{"client_metadata":{"key{{{number}}}":"value"}}""")));
        Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.Body));
        Assert.Equal(4, (await world.CallAsync("GET", "clients/" + The.Web)).Json.GetProperty("client_metadata").EnumerateObject().Count());
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_does_nothing()
    {
        await using var world = await ManagementWorld.StartAsync();
        var dry = await world.CallAsync("PATCH", $"clients/{The.Web}?dry_run=true", """{"description":"would be"}""");
        Assert.Equal((200, "true", "would be"), (dry.Status, dry.Headers["Tokgate-Dry-Run"], dry.Json.GetProperty("description").GetString()));
        var made = await world.CallAsync("POST", "clients?dry_run=true", """{"client_id":"dry","name":"Dry"}""");
        Assert.True(made.Status == 201, made.Body);
        Assert.DoesNotContain("client_secret\"", made.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await world.CallAsync("GET", "clients/dry")).Status);
        Assert.Equal(204, (await world.CallAsync("DELETE", $"clients/{The.Web}?dry_run=true")).Status);
        Assert.False((await world.CallAsync("GET", "clients/" + The.Web)).Json.TryGetProperty("description", out _));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_call_with_a_key_is_done_once_and_told_again(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        await world.TokenAsync();
        const string Body = """{"name":"Once"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.CallAsync("POST", "clients", Body, null, ("Idempotency-Key", "key-1"))));
        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 409, answer.Body));
        var again = await world.CallAsync("POST", "clients", Body, null, ("Idempotency-Key", "key-1"));
        Assert.Equal(201, again.Status);
        Assert.All(answers.Where(answer => answer.Status == 201), answer => Assert.Equal(again.Body, answer.Body));
        Assert.Single((await world.CallAsync("GET", "clients")).Json.EnumerateArray(), client => client.GetProperty("name").GetString() == "Once");
        var other = await world.CallAsync("POST", "clients", """{"name":"Other"}""", null, ("Idempotency-Key", "key-1"));
        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other.Json.GetProperty("errorCode").GetString()));
        var refused = await world.CallAsync("POST", "clients", "{}", null, ("Idempotency-Key", "key-2"));
        Assert.Equal(400, refused.Status);
        Assert.Equal(201, (await world.CallAsync("POST", "clients", Body, null, ("Idempotency-Key", "key-2"))).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_60_A_secret_is_rotated_with_and_without_an_overlap(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        var made = await world.CallAsync("POST", "clients", """{"name":"Machine","app_type":"non_interactive"}""");
        var id = made.Json.GetProperty("client_id").GetString()!; // it was made
        await world.CallAsync("POST", "client-grants", $$"""{"client_id":"{{id}}","audience":"{{The.Api}}","scope":["read"]}""");
        var first = made.Json.GetProperty("client_secret").GetString()!;
        var second = (await world.CallAsync("POST", $"clients/{id}/rotate-secret", """{"previous_expires_in":600}""")).Json.GetProperty("client_secret").GetString()!;
        Assert.Equal((200, 200), (await StatusAsync(first), await StatusAsync(second)));
        world.Broker.Time.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal((401, 200), (await StatusAsync(first), await StatusAsync(second)));
        var third = (await world.CallAsync("POST", $"clients/{id}/rotate-secret")).Json.GetProperty("client_secret").GetString()!;
        world.Broker.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, 200), (await StatusAsync(second), await StatusAsync(third)));

        async Task<int> StatusAsync(string secret) => (await world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic(id, secret), ("grant_type", "client_credentials"))).Status;
    }

    [Fact]
    public async Task T_64_Nobody_gives_what_they_do_not_have()
    {
        await using var world = await ManagementWorld.StartAsync();
        await world.CallAsync("POST", "clients", """{"client_id":"weak","name":"Weak","app_type":"non_interactive"}""");
        const string Mine = "create:client_grants update:client_grants update:clients update:client_keys create:clients";
        var stronger = await world.CallAsync("POST", "client-grants", $$"""{"client_id":"weak","audience":"{{Broker.Issuer}}/api/v2/","scope":["read:users"]}""", Mine);
        Assert.Equal((403, "insufficient_scope"), (stronger.Status, stronger.Json.GetProperty("errorCode").GetString()));
        var equal = await world.CallAsync("POST", "client-grants", $$"""{"client_id":"weak","audience":"{{Broker.Issuer}}/api/v2/","scope":["update:clients"]}""", Mine);
        Assert.True(equal.Status == 201, equal.Body);
        Assert.Equal(403, (await world.CallAsync("PATCH", "client-grants/" + equal.Json.GetProperty("id").GetString(), """{"scope":["update:clients","delete:users"]}""", Mine)).Status);
        Assert.Equal(403, (await world.CallAsync("POST", $"clients/{ManagementWorld.Administrator}/rotate-secret", null, Mine)).Status);
        Assert.Equal(403, (await world.CallAsync("PATCH", "clients/" + ManagementWorld.Administrator, $$"""{"jwks":{{The.SignerKeySet}},"token_endpoint_auth_method":"private_key_jwt"}""", Mine)).Status);
        Assert.Equal(403, (await world.CallAsync("POST", "clients", """{"name":"Reader","may_read_tiktok_tokens":true}""", Mine)).Status);
        Assert.Equal(200, (await world.CallAsync("POST", "clients/weak/rotate-secret", null, Mine)).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Lists_have_three_forms_and_lose_nobody(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        var all = (await world.CallAsync("GET", "clients?fields=client_id")).Json.EnumerateArray().Select(client => client.GetProperty("client_id").GetString()).ToList();
        Assert.Equal(The.Clients.Count + 1, all.Count);
        var counted = (await world.CallAsync("GET", "clients?page=1&per_page=2&include_totals=true&fields=client_id")).Json;
        Assert.Equal((2, 2, 2, all.Count), (counted.GetProperty("start").GetInt32(), counted.GetProperty("limit").GetInt32(), counted.GetProperty("length").GetInt32(), counted.GetProperty("total").GetInt32()));
        var walked = new List<string?>();
        var next = "";
        do
        {
            var page = (await world.CallAsync("GET", $"clients?take=2{next}&fields=client_id")).Json;
            walked.AddRange(page.GetProperty("clients").EnumerateArray().Select(client => client.GetProperty("client_id").GetString()));
            next = page.TryGetProperty("next", out var cursor) ? "&from=" + cursor.GetString() : "";
        }
        while (next.Length > 0);
        Assert.Equal(all, walked);
        Assert.Equal([The.Spa], (await world.CallAsync("GET", "clients?app_type=spa,native")).Json.EnumerateArray().Select(client => client.GetProperty("client_id").GetString()));
        foreach (var query in (string[])["page=-1", "per_page=101", "nothing=1", "take=0", "from=AAAA", "app_type=web", "include_totals=yes", "page=0&page=1"])
        {
            var refused = await world.CallAsync("GET", "clients?" + query);
            Assert.True(refused.Status == 400, $"{query}: {refused.Body}");
        }
    }

    [Fact]
    public async Task T_61_A_cursor_that_was_not_given_out_is_refused()
    {
        await using var world = await ManagementWorld.StartAsync();
        var cursor = (await world.CallAsync("GET", "clients?take=1")).Json.GetProperty("next").GetString()!; // there are more
        var altered = cursor[..^2] + (cursor[^2] == 'A' ? 'B' : 'A') + cursor[^1];
        Assert.Equal(400, (await world.CallAsync("GET", "clients?take=1&from=" + altered)).Status);
        Assert.Equal(400, (await world.CallAsync("GET", "client-grants?take=1&from=" + cursor)).Status);
        Assert.Equal(200, (await world.CallAsync("GET", "clients?take=1&from=" + cursor)).Status);
    }

    [Fact]
    public async Task The_signing_keys_are_told_rotated_and_revoked()
    {
        await using var world = await ManagementWorld.StartAsync();
        var before = (await world.CallAsync("GET", "keys/signing")).Json;
        Assert.All(before.EnumerateArray(), key => Assert.True(key.GetProperty("current").GetBoolean()));
        Assert.DoesNotContain("\"d\"", before.GetRawText(), StringComparison.Ordinal);
        var rotated = await world.CallAsync("POST", "keys/signing/rotate", """{"alg":"RS256"}""");
        Assert.True(rotated.Status == 201, rotated.Body);
        Assert.Equal("announced", rotated.Json.GetProperty("keys")[0].GetProperty("state").GetString());
        Assert.Equal(409, (await world.CallAsync("POST", "keys/signing/rotate", """{"alg":"RS256"}""")).Status);
        var doomed = before.EnumerateArray().First(key => key.GetProperty("alg").GetString() == "RS256").GetProperty("kid").GetString();
        Assert.Equal(200, (await world.CallAsync("PUT", $"keys/signing/{doomed}/revoke")).Status);
        Assert.Equal(404, (await world.CallAsync("GET", "keys/signing/" + doomed)).Status);
        Assert.Contains((await world.CallAsync("GET", "keys/signing")).Json.EnumerateArray(), key => key.GetProperty("alg").GetString() == "RS256" && key.GetProperty("current").GetBoolean());
    }
}
