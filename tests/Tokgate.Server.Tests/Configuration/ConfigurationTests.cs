using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Management;

namespace Tokgate.Server.Tests.Configuration;

/// <summary>The set-up of a broker as one document, over the management API.</summary>
public sealed class ConfigurationTests
{
    private const string Secret = "a-secret-of-the-shop-0123456789-0123456789";
    private const string OtherSecret = "another-secret-of-the-shop-0123456789-0123";
    private const string AppSecret = "secret-of-a-tiktok-app-0001";
    private const string HookSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static TheoryData<string> Engines => ManagementWorld.Engines;

    private static string Document => $$$"""
        {
          "version": 1,
          "clients": [
            { "client_id": "shop", "name": "Shop", "callbacks": ["https://shop.example/cb"], "client_secret": "${env:SHOP}", "client_metadata": { "team": "a" }, "jwt_configuration": { "alg": "ES256" } },
            { "client_id": "robot", "name": "Robot", "app_type": "non_interactive", "client_secret": "${env:ROBOT}" }
          ],
          "client_grants": [ { "client_id": "robot", "audience": "{{{The.Api}}}", "scope": ["read"] } ],
          "connections": [
            { "name": "creators", "display_name": "Creators", "options": {
                "client_id": "awcreators000001", "scope": "user.info.basic user.info.profile",
                "apps": [ { "client_id": "awcreators000001", "live": true, "client_secret": "${env:APP}", "approved_scopes": ["user.info.basic"] }, { "client_id": "sbcreators000001", "label": "sandbox", "client_secret": "${file:app.secret}" } ],
                "upstream_params": { "lang": { "value": "de" }, "hint": { "alias": "login_hint" } },
                "mapping": { "name": "$.username", "profile": null } } }
          ],
          "webhooks": [ { "id": "crm", "url": "https://crm.example/hooks", "events": ["grant.*"], "secrets": ["${env:HOOK}"] } ]
        }
        """;

    private static JsonObject Secrets => new() { ["${env:SHOP}"] = Secret, ["${env:ROBOT}"] = OtherSecret, ["${env:APP}"] = AppSecret, ["${file:app.secret}"] = AppSecret + "-sandbox", ["${env:HOOK}"] = HookSecret };

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Applied_twice_a_document_changes_nothing_the_second_time(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        var plan = await PlanAsync(world, Body(Document));
        Assert.Equal(["create client robot", $"create client_grant robot at {The.Api}", "create client shop", "create connection creators", "create webhook crm"], Changes(plan));
        Assert.Equal(404, (await world.CallAsync("GET", "clients/shop")).Status);

        var applied = await world.CallAsync("PUT", "configuration", Body(Document));
        Assert.True(applied.Status == 200, applied.Body);
        var robot = await world.Broker.PostAsync(SignIn.TokenPath, Broker.Basic("robot", OtherSecret), ("grant_type", "client_credentials"));
        Assert.Equal((200, "read"), (robot.Status, robot.Json.GetProperty("scope").GetString()));
        Assert.Empty(Changes(await PlanAsync(world, Body(Document))));
        var before = (await world.Broker.AuditAsync()).Count;
        Assert.Equal(200, (await world.CallAsync("PUT", "configuration", Body(Document))).Status);
        Assert.Equal(before, (await world.Broker.AuditAsync()).Count);

        var told = (await world.Broker.AuditAsync()).Where(audited => audited.Actor == ManagementWorld.Administrator).ToList();
        Assert.Equal(2, told.Count(audited => audited.Name == AuditNames.ClientCreated));
        Assert.Contains(told, audited => audited is { Name: AuditNames.ClientCreated, ClientId: "shop" } && audited.Change!.Contains("https://shop.example/cb", StringComparison.Ordinal));
        Assert.Contains(told, audited => audited is { Name: AuditNames.ConnectionCreated, Connection: "creators" });
        Assert.Contains(told, audited => audited is { Name: AuditNames.WebhookReceiverCreated, Subject: "crm" });
        Assert.Single(told, audited => audited.Name == AuditNames.ConfigurationApplied);
        Assert.DoesNotContain(told, audited => audited.Change is { } change && (change.Contains(Secret, StringComparison.Ordinal) || change.Contains(AppSecret, StringComparison.Ordinal) || change.Contains(HookSecret, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_exported_and_applied_to_an_empty_server_makes_the_same_server(string engine)
    {
        await using var first = await ManagementWorld.StartAsync(engine);
        Assert.Equal(200, (await first.CallAsync("PUT", "configuration", Body(Document))).Status);
        var export = await first.CallAsync("GET", "configuration");
        Assert.True(export.Status == 200, export.Body);
        foreach (var secret in (string[])[Secret, OtherSecret, AppSecret, HookSecret, The.MachineSecret])
        {
            Assert.DoesNotContain(secret, export.Body, StringComparison.Ordinal);
        }

        Assert.Empty(Changes(await PlanAsync(first, Body(export.Body, []))));
        Assert.Contains("${env:TOKGATE_CLIENT_TWO_APIS_SECRET}", export.Body, StringComparison.Ordinal);

        await using var second = new EmptyWorld(await Broker.StartAsync([ManagementWorld.AdministratorClient], engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null, arguments: RouteFixture.NoLimits));
        var secrets = new JsonObject
        {
            ["${env:TOKGATE_CLIENT_SHOP_SECRET}"] = Secret,
            ["${env:TOKGATE_CLIENT_ROBOT_SECRET}"] = OtherSecret,
            ["${env:TOKGATE_APP_AWCREATORS000001_SECRET}"] = AppSecret,
            ["${env:TOKGATE_APP_SBCREATORS000001_SECRET}"] = AppSecret + "-sandbox",
            ["${env:TOKGATE_WEBHOOK_CRM_SECRET}"] = HookSecret,
            ["${env:TOKGATE_CLIENT_MACHINE_SECRET}"] = The.MachineSecret,
            ["${env:TOKGATE_CLIENT_WEB_SECRET}"] = Secret + "-web",
            ["${env:TOKGATE_CLIENT_POST_ONLY_SECRET}"] = The.MachineSecret,
            ["${env:TOKGATE_CLIENT_TWO_APIS_SECRET}"] = The.MachineSecret,
        };
        var applied = await second.CallAsync("PUT", "configuration", Body(export.Body, secrets));
        Assert.True(applied.Status == 200, applied.Body);
        Assert.Equal(export.Body, (await second.CallAsync("GET", "configuration")).Body);
        Assert.Empty(Changes(await PlanAsync(second, Body(export.Body, secrets.DeepClone().AsObject()))));
        foreach (var client in (string[])["shop", "robot", .. The.Clients.Select(client => client.Id)])
        {
            Assert.Equal(await DocumentAsync(first.Broker, client), await DocumentAsync(second.Broker, client));
        }

        Assert.Equal(200, (await second.Broker.PostAsync(SignIn.TokenPath, Broker.Basic("robot", OtherSecret), ("grant_type", "client_credentials"))).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Members_and_secrets_that_differ_are_planned_one_by_one_and_a_member_that_is_left_out_has_its_default(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        Assert.Equal(200, (await world.CallAsync("PUT", "configuration", Body(Document))).Status);
        var changed = Document.Replace("\"jwt_configuration\": { \"alg\": \"ES256\" }", "\"description\": \"Ours\"", StringComparison.Ordinal)
            .Replace("\"lang\": { \"value\": \"de\" }", "\"lang\": { \"value\": \"fr\" }", StringComparison.Ordinal);
        var secrets = Secrets;
        secrets["${env:SHOP}"] = OtherSecret;
        var plan = await PlanAsync(world, Body(changed, secrets.DeepClone().AsObject()));
        Assert.Equal(["change client shop", "change connection creators"], Changes(plan));
        var members = plan["changes"]![0]!["members"]!.AsArray().ToDictionary(member => (string)member!["member"]!, member => ((string?)member!["before"], (string?)member["after"])); // told
        Assert.Equal((null, "Ours"), members["description"]);
        Assert.Equal(("ES256", "RS256"), members["jwt_configuration.alg"]);
        Assert.Equal(8, members["client_secret"].Item2?.Length);
        Assert.Equal(3, members.Count);
        Assert.Equal(["options.upstream_params.lang.value"], plan["changes"]![1]!["members"]!.AsArray().Select(member => (string?)member!["member"]));

        var body = JsonNode.Parse(Body(changed, secrets))!.AsObject();
        body["previous_secret_expires_in"] = 600;
        Assert.Equal(200, (await world.CallAsync("PUT", "configuration", body.ToJsonString())).Status);
        var active = (await world.Broker.Get<IClientStore>().FindAsync("shop", CancellationToken.None))!.Secrets;
        Assert.Equal([true, true], active.Select(one => one.IsActive(world.Broker.Time.GetUtcNow())));
        world.Broker.Time.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal(1, active.Count(one => one.IsActive(world.Broker.Time.GetUtcNow())));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_not_in_the_document_goes_only_by_pruning_and_never_who_asks(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        Assert.Equal(200, (await world.CallAsync("PUT", "configuration", Body(Document))).Status);
        const string Less = """{"version":1,"clients":[{"client_id":"shop","name":"Shop","callbacks":["https://shop.example/cb"],"client_metadata":{"team":"a"},"jwt_configuration":{"alg":"ES256"}}],"webhooks":[]}""";
        var careful = await PlanAsync(world, Body(Less));
        Assert.Empty(Changes(careful));
        Assert.Contains("client robot", Left(careful));
        Assert.Contains("webhook crm", Left(careful));
        Assert.DoesNotContain("connection creators", Left(careful));

        var pruned = await world.CallAsync("PUT", "configuration", Body(Less, [], prune: true));
        Assert.True(pruned.Status == 200, pruned.Body);
        Assert.Contains("delete client robot", Changes(JsonNode.Parse(pruned.Body)!.AsObject())); // an answer
        Assert.Equal([ManagementWorld.Administrator, "shop"], (await world.CallAsync("GET", "clients?fields=client_id")).Json.EnumerateArray().Select(client => client.GetProperty("client_id").GetString()));
        Assert.Single(JsonNode.Parse((await world.CallAsync("GET", "configuration")).Body)!["connections"]!.AsArray());
        Assert.Equal("[]", JsonNode.Parse((await world.CallAsync("GET", "configuration")).Body)!["webhooks"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_its_place_and_nothing_is_written()
    {
        await using var world = await ManagementWorld.StartAsync();
        foreach (var (document, member, words) in (IReadOnlyList<(string, string, string)>)
        [
            ("""{"clients":[]}""", "version", "must be there"),
            ("""{"version":1,"client":[]}""", "client", "is no section"),
            ("""{"version":1,"clients":[{"name":"x"}]}""", "clients[0].client_id", "must be there"),
            ("""{"version":1,"clients":[{"client_id":"x","name":"X"},{"client_id":"x","name":"X"}]}""", "clients[1].client_id", "twice"),
            ("""{"version":1,"clients":[{"client_id":"x","name":"X","calbacks":[]}]}""", "clients[x].calbacks", "is not known here"),
            ("""{"version":1,"clients":[{"client_id":"x","name":"X","callbacks":["http://evil.example/*"]}]}""", "clients[x].callbacks", ""),
            ("""{"version":1,"clients":[{"client_id":"x","name":"X","client_secret":"a-literal-secret-0123456789-0123456789"}]}""", "clients[x].client_secret", "must be a reference"),
            ("""{"version":1,"clients":[{"client_id":"x","name":"X","client_secret":"${env:NOT_GIVEN}"}]}""", "clients[x].client_secret", "NOT_GIVEN"),
            ("""{"version":1,"client_grants":[{"client_id":"nobody","audience":"https://api.example/","scope":[]}]}""", "client_grants[0].client_id", "names no client"),
            ("""{"version":1,"webhooks":[{"id":"x","url":"https://x.example/","secrets":["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]}]}""", "webhooks[x].secrets[0]", "must be a reference"),
            ("""{"version":1,"webhooks":[{"id":"x","url":"https://x.example/","secrets":["${env:SHOP}"]}]}""", "webhooks[x].secrets", "whsec_"),
            ("""{"version":1,"connections":[{"name":"x","options":{"client_id":"aw1","client_secret":"literal"}}]}""", "connections[x].options.client_secret", "must be a reference"),
            ("""{"version":1,"connections":[{"name":"x","options":{"client_id":"aw1","client_secret":"${env:NONE}"}}]}""", "connections[x].options.apps[aw1].client_secret", "NONE"),
        ])
        {
            var refused = await world.CallAsync("PUT", "configuration", Body(document));
            Assert.True(refused.Status == 400, $"{document}: {refused.Body}");
            var details = refused.Json.GetProperty("details").EnumerateArray().ToDictionary(detail => detail.GetProperty("member").GetString()!, detail => detail.GetProperty("message").GetString()!);
            Assert.True(details.TryGetValue(member, out var message), refused.Body);
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.DoesNotContain("a-literal-secret", refused.Body, StringComparison.Ordinal);
        }

        Assert.Equal(404, (await world.CallAsync("GET", "clients/x")).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_plan_is_applied_to_the_state_that_it_was_made_on_or_not_at_all(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        var body = JsonNode.Parse(Body(Document))!.AsObject(); // an object
        body["state"] = (string?)(await PlanAsync(world, Body(Document)))["state"];
        Assert.Equal(200, (await world.CallAsync("PATCH", "clients/" + The.Web, """{"description":"meanwhile"}""")).Status);
        var late = await world.CallAsync("PUT", "configuration", body.ToJsonString());
        Assert.Equal((412, "precondition_failed"), (late.Status, late.Json.GetProperty("errorCode").GetString()));
        Assert.Equal(404, (await world.CallAsync("GET", "clients/shop")).Status);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_apply_different_documents_at_once_each_is_all_there_or_not_at_all(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        await world.TokenAsync();
        Assert.Equal(200, (await world.CallAsync("PUT", "configuration", Body(Ring("start")))).Status);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => world.CallAsync("PUT", "configuration", Body(Ring($"round {number}")))));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 412, answer.Body));
        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Single((await world.CallAsync("GET", "clients?per_page=100")).Json.EnumerateArray().Where(client => client.GetProperty("client_id").GetString()!.StartsWith("ring-", StringComparison.Ordinal)).Select(client => client.GetProperty("description").GetString()).Distinct());
    }

    [Fact]
    public async Task T_64_Who_applies_needs_the_scopes_of_each_change_and_hands_over_none_that_they_have_not()
    {
        await using var world = await ManagementWorld.StartAsync();
        var without = await world.CallAsync("PUT", "configuration", Body(Document), "update:configuration create:clients create:client_grants create:connections");
        Assert.Equal((403, "insufficient_scope"), (without.Status, without.Json.GetProperty("errorCode").GetString()));
        Assert.Contains("create:event_streams", without.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await world.CallAsync("PUT", "configuration", Body(Document), "update:configuration create:clients create:client_grants create:connections create:event_streams")).Status);

        var stronger = $$"""{"version":1,"client_grants":[{"client_id":"robot","audience":"{{Broker.Issuer}}/api/v2/","scope":["delete:users"]}]}""";
        Assert.Equal(403, (await world.CallAsync("PUT", "configuration", Body(stronger), "update:configuration create:client_grants")).Status);
        const string Reader = """{"version":1,"clients":[{"client_id":"reader","name":"Reader","may_read_tiktok_tokens":true}]}""";
        Assert.Equal(403, (await world.CallAsync("PUT", "configuration", Body(Reader), "update:configuration create:clients")).Status);

        // A new secret of a strong client would be its strength.
        var take = $$"""{"version":1,"clients":[{"client_id":"{{ManagementWorld.Administrator}}","name":"{{ManagementWorld.Administrator}}","app_type":"non_interactive","client_secret":"${env:SHOP}"}]}""";
        Assert.Equal(403, (await world.CallAsync("PUT", "configuration", Body(take), "update:configuration update:clients update:client_keys")).Status);
        Assert.Equal(403, (await world.CallAsync("PUT", "configuration", Body(Document), "read:configuration")).Status);
    }

    [Fact]
    public async Task A_dry_run_and_a_document_too_large_for_other_calls_are_taken()
    {
        await using var world = await ManagementWorld.StartAsync();
        var large = new JsonObject { ["version"] = 1, ["clients"] = new JsonArray([.. Enumerable.Range(0, 600).Select(number => new JsonObject { ["client_id"] = $"many-{number}", ["name"] = "Many", ["callbacks"] = new JsonArray($"https://many-{number}.example/{new string('x', 100)}") })]) };
        Assert.True(large.ToJsonString().Length > 100_000);
        var dry = await world.CallAsync("PUT", "configuration?dry_run=true", Body(large.ToJsonString(), []));
        Assert.True(dry.Status == 200, dry.Body);
        Assert.Equal(600, dry.Json.GetProperty("changes").GetArrayLength());
        Assert.Equal(404, (await world.CallAsync("GET", "clients/many-1")).Status);
    }

    internal static string Ring(string description) => new JsonObject
    {
        ["version"] = 1,
        ["clients"] = new JsonArray([.. Enumerable.Range(0, 50).Select(number => new JsonObject { ["client_id"] = $"ring-{number}", ["name"] = "Ring", ["description"] = description, ["callbacks"] = new JsonArray("https://ring.example/cb") })]),
    }.ToJsonString();

    internal static string Body(string document, JsonObject? secrets = null, bool prune = false) =>
        new JsonObject { ["document"] = JsonNode.Parse(document), ["secrets"] = secrets ?? Secrets, ["prune"] = prune }.ToJsonString();

    private static Task<JsonObject> PlanAsync(ManagementWorld world, string body) => PlanAsync(world.CallAsync("POST", "configuration/plan", body));

    private static Task<JsonObject> PlanAsync(EmptyWorld world, string body) => PlanAsync(world.CallAsync("POST", "configuration/plan", body));

    private static async Task<JsonObject> PlanAsync(Task<Answer> call)
    {
        var answer = await call;
        Assert.True(answer.Status == 200, answer.Body);
        return JsonNode.Parse(answer.Body)!.AsObject(); // an answer
    }

    private static IReadOnlyList<string> Changes(JsonObject plan) => [.. plan["changes"]!.AsArray().Select(change => $"{change!["action"]} {change["kind"]} {change["id"]}")]; // every plan has them

    private static IReadOnlyList<string> Left(JsonObject plan) => [.. plan["left_alone"]!.AsArray().Select(left => $"{left!["kind"]} {left["id"]}")]; // as above

    private static async Task<string> DocumentAsync(Broker broker, string id)
    {
        var client = (await broker.Get<IClientStore>().FindAsync(id, CancellationToken.None))!.Client; // it was applied
        return System.Text.Json.JsonSerializer.Serialize(client with { GrantTypes = [.. client.GrantTypes.Order(StringComparer.Ordinal)] }, ClientJson.Default.Client);
    }

    /// <summary>A broker with nothing but the operator's client.</summary>
    private sealed class EmptyWorld(Broker broker) : IAsyncDisposable
    {
        private string? token;

        public Broker Broker { get; } = broker;

        public async Task<Answer> CallAsync(string method, string path, string? json = null)
        {
            token ??= (await Broker.PostAsync(SignIn.TokenPath, Broker.Basic(ManagementWorld.Administrator, The.MachineSecret), ("grant_type", "client_credentials"), ("audience", Broker.Issuer + "/api/v2/"))).Json.GetProperty("access_token").GetString();
            using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v2/" + path) { Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new("Bearer", token);
            return await Answer.OfAsync(await Broker.Http.SendAsync(request));
        }

        public ValueTask DisposeAsync() => Broker.DisposeAsync();
    }
}
