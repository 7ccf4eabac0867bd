using System.Text.Json.Nodes;

namespace Tokgate.Cli.Tests;

/// <summary>Documents from the command line, on this machine and from afar.</summary>
public sealed class DocumentTests
{
    private const string Secret = "a-secret-of-the-shop-0123456789-0123456789";

    private const string Shop = """
        version: 1
        clients:
          - client_id: shop   # comments are welcome
            name: Shop
            callbacks: ["${env:SHOP_ADDRESS}/cb"]
            client_secret: ${env:SHOP_SECRET}
          - client_id: robot
            name: Robot
            app_type: non_interactive
        client_grants:
          - {client_id: robot, audience: https://api.example/, scope: [read]}
        """;

    public static TheoryData<string> Engines => ["SQLite", "PostgreSQL"];

    private static (string, string)[] Settings => [("SHOP_ADDRESS", "https://shop.example"), ("SHOP_SECRET", Secret)];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_document_is_planned_applied_compared_and_exported(string engine)
    {
        using var machine = await LocalMachine.SetUpAsync(engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        var file = await machine.WriteAsync("tokgate.yaml", Shop);
        var plan = await machine.RunAsync(Settings, "plan", file, "--local", "--detailed-exitcode");
        Assert.True(plan.ExitCode == 3, plan.All);
        var fingerprint = plan.Lines.First(line => line.Contains("fingerprint", StringComparison.Ordinal))[^8..];
        Assert.Equal(
        [
            "+ client robot",
            "    client_id: \"robot\"",
            "    name: \"Robot\"",
            "    app_type: \"non_interactive\"",
            "+ client_grant robot at https://api.example/",
            "    scope: [\"read\"]",
            "+ client shop",
            "    client_id: \"shop\"",
            "    name: \"Shop\"",
            "    app_type: \"regular_web\"",
            "    callbacks: [\"https://shop.example/cb\"]",
            "    client_secret: set, fingerprint " + fingerprint,
            "! Client robot will have no secret: name one by client_secret, or have one made by POST /api/v2/clients/robot/rotate-secret.",
            "3 to create, 0 to change, 0 to delete.",
        ], plan.Lines);

        var careful = await machine.RunAsync(Settings, "apply", file, "--local");
        Assert.True(careful.ExitCode == 2 && careful.Error.StartsWith("TTK7010", StringComparison.Ordinal), careful.All);
        var applied = await machine.RunAsync(Settings, "apply", file, "--local", "--yes");
        Assert.True(applied.ExitCode == 0 && applied.Lines[^1] == "Applied.", applied.All);
        var again = await machine.RunAsync(Settings, "apply", file, "--local", "--yes", "--json");
        Assert.True(again.ExitCode == 0, again.All);
        Assert.Empty(again.Json["changes"]!.AsArray());

        var same = await machine.RunAsync(Settings, "diff", file, "--local");
        Assert.True(same.ExitCode == 0, same.All);
        Assert.Equal("Nothing to change: the server is as the document says.", same.Lines[^1]);
        var other = await machine.WriteAsync("other.yaml", Shop.Replace("name: Shop", "name: Store", StringComparison.Ordinal));
        var differs = await machine.RunAsync(Settings, "diff", other, "--local");
        Assert.Equal((3, "~ client shop", "    name: \"Shop\" -> \"Store\"", "0 to create, 1 to change, 0 to delete."), (differs.ExitCode, differs.Lines[0], differs.Lines[1], differs.Lines[2]));

        var export = await machine.RunAsync("export", "--local");
        Assert.True(export.ExitCode == 0, export.All);
        Assert.Contains("client_secret: \"${env:TOKGATE_CLIENT_SHOP_SECRET}\"", export.Output, StringComparison.Ordinal);
        using var fresh = await LocalMachine.SetUpAsync(engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        var taken = await fresh.RunAsync([("TOKGATE_CLIENT_SHOP_SECRET", Secret)], "apply", await fresh.WriteAsync("export.yaml", export.Output), "--local", "--yes");
        Assert.True(taken.ExitCode == 0, taken.All);
        Assert.Equal(export.Output, (await fresh.RunAsync("export", "--local")).Output);
        Assert.All((CommandAnswer[])[plan, applied, again, differs, export, taken], answer => Assert.DoesNotContain(Secret, answer.All, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_in_a_document_is_told_with_its_place()
    {
        using var machine = await LocalMachine.SetUpAsync();
        foreach (var (text, id, words) in (IReadOnlyList<(string, string, string)>)
        [
            ("version: 1\nclients: [", "TTK7001", "line"),
            ("version: 1\nversion: 1\n", "TTK7001", "line"),
            ("- version", "TTK7001", "mapping"),
            ("version: 1\nclients: [{client_id: x, name: X, client_secret: literal-literal-literal-literal-1}]", "TTK7003", "clients[0].client_secret"),
            ("version: 1\nclients: [{client_id: x, name: '${env:NOT_SET_HERE}'}]", "TTK7002", "NOT_SET_HERE"),
            ("version: 1\nclients: [{client_id: x, name: X, client_secret: '${file:nowhere.secret}'}]", "TTK7002", "nowhere.secret"),
            ("version: 1\nclients: [{client_id: x, nmae: X}]", "TTK7008", "clients[x].nmae: is not known here"),
            ("version: 2", "TTK7008", "version: must be there and be 1"),
        ])
        {
            var answer = await machine.RunAsync("plan", await machine.WriteAsync("wrong.yaml", text), "--local");
            Assert.True(answer.ExitCode == 1, text + "\n" + answer.All);
            Assert.StartsWith(id, answer.Error, StringComparison.Ordinal);
            Assert.Contains(words, answer.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("literal-literal", answer.All, StringComparison.Ordinal);
            Assert.Equal("", answer.Output);
        }

        var missing = await machine.RunAsync("plan", machine.Directory["nowhere.yaml"], "--local");
        Assert.StartsWith("TTK7001", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_credential_is_made_on_the_machine_and_opens_the_server_from_afar()
    {
        using var machine = await LocalMachine.SetUpAsync();
        await using var server = await machine.StartServerAsync();
        machine.Environment["Tokgate__Issuer"] = server.Address;
        var secretFile = machine.Directory["operator.secret"];
        var made = await machine.RunAsync("admin", "create-client", "operator", "--secret-file", secretFile);
        Assert.True(made.ExitCode == 0, made.All);
        var secret = (await File.ReadAllTextAsync(secretFile)).Trim();
        Assert.DoesNotContain(secret, made.All, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secretFile));
        }

        (string, string)[] credentials = [("TOKGATE_CLIENT_ID", "operator"), ("TOKGATE_CLIENT_SECRET", secret), .. Settings];
        var keys = await machine.RunAsync(credentials, "keys", "list", "--server", server.Address, "--json");
        Assert.True(keys.ExitCode == 0, keys.All);
        Assert.NotEmpty(keys.Json.AsArray());
        var applied = await machine.RunAsync(credentials, "apply", await machine.WriteAsync("tokgate.yaml", Shop), "--server", server.Address, "--yes", "--prune");
        Assert.True(applied.ExitCode == 0, applied.All);
        Assert.Contains("= client operator is left alone: it is who asks, and could not ask again", applied.Lines);
        var wrong = await machine.RunAsync([("TOKGATE_CLIENT_ID", "operator"), ("TOKGATE_CLIENT_SECRET", "wrong")], "export", "--server", server.Address);
        Assert.True(wrong.ExitCode == 1 && wrong.Error.StartsWith("TTK7006", StringComparison.Ordinal), wrong.All);

        var tokenFile = machine.Directory["operator.token"];
        var token = await machine.RunAsync("admin", "token", "operator", "--scope", "read:clients", "--token-file", tokenFile);
        Assert.True(token.ExitCode == 0, token.All);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(tokenFile)).Trim());
        Assert.Contains("shop", await http.GetStringAsync(new Uri(server.Address + "/api/v2/clients")), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await http.GetAsync(new Uri(server.Address + "/api/v2/keys/signing"))).StatusCode);

        var twice = await machine.RunAsync("admin", "create-client", "another", "--secret-file", secretFile);
        Assert.True(twice.ExitCode == 1 && twice.Error.StartsWith("TTK7009", StringComparison.Ordinal), twice.All);
        var taken = await machine.RunAsync("admin", "create-client", "operator", "--secret-file", machine.Directory["second.secret"]);
        Assert.Equal((1, false), (taken.ExitCode, File.Exists(machine.Directory["second.secret"])));
    }

    [Fact]
    public async Task Keys_are_rotated_and_revoked_and_everything_is_sealed_anew()
    {
        using var machine = await LocalMachine.SetUpAsync();
        var rotated = await machine.RunAsync("keys", "rotate", "--alg", "ES256", "--local", "--json");
        Assert.True(rotated.ExitCode == 0, rotated.All);
        Assert.Equal("announced", (string?)Assert.Single(rotated.Json.AsArray())!["state"]); // one was made
        var second = await machine.RunAsync("keys", "rotate", "--alg", "ES256", "--local");
        Assert.True(second.ExitCode == 1 && second.Error.Contains("A successor is announced already", StringComparison.Ordinal), second.All);
        var kid = (string)(await machine.RunAsync("keys", "list", "--local", "--json")).Json.AsArray().First(key => (string?)key!["state"] == "active")!["kid"]!; // one is
        var careful = await machine.RunAsync("keys", "revoke", kid, "--local");
        Assert.True(careful.ExitCode == 2, careful.All);
        Assert.Equal(0, (await machine.RunAsync("keys", "revoke", kid, "--local", "--yes")).ExitCode);
        Assert.DoesNotContain(kid, (await machine.RunAsync("keys", "list", "--local")).Output, StringComparison.Ordinal);
        var rewrapped = await machine.RunAsync("rewrap", "--json");
        Assert.True(rewrapped.ExitCode == 0, rewrapped.All);
        Assert.Equal(0, (int?)rewrapped.Json["grants"]);
    }

    [Fact]
    public async Task The_schema_is_told_without_a_server_and_describes_what_an_export_has()
    {
        var schema = await CommandProcess.RunAsync("schema");
        Assert.True(schema.ExitCode == 0, schema.All);
        var sections = schema.Json["properties"]!.AsObject();
        Assert.Equal(["$schema", "version", "clients", "client_grants", "connections", "webhooks"], sections.Select(section => section.Key));
        var client = sections["clients"]!["items"]!["properties"]!.AsObject();
        Assert.Contains("callbacks", client.Select(member => member.Key));
        Assert.DoesNotContain("created_at", client.Select(member => member.Key));
        Assert.DoesNotContain("client_secrets", client.Select(member => member.Key));
    }

    [Fact]
    public async Task An_Auth0_connection_becomes_a_document_or_the_reasons()
    {
        using var machine = await LocalMachine.SetUpAsync();
        var good = new JsonObject
        {
            ["id"] = "con_1",
            ["name"] = "tiktok-auth0",
            ["strategy"] = "oauth2",
            ["enabled_clients"] = new JsonArray("a"),
            ["options"] = new JsonObject
            {
                ["client_id"] = "awauth0000000001",
                ["client_secret"] = "secret-of-auth0",
                ["scope"] = "user.info.basic",
                ["authorizationURL"] = "https://www.tiktok.com/auth/authorize/",
                ["upstream_params"] = new JsonObject { ["lang"] = new JsonObject { ["value"] = "de" } },
                ["icon_url"] = "https://x.example/i.png",
            },
        };
        var import = await machine.RunAsync("import", "auth0", await machine.WriteAsync("auth0.json", good.ToJsonString()));
        Assert.True(import.ExitCode == 0, import.All);
        Assert.DoesNotContain("secret-of-auth0", import.All, StringComparison.Ordinal);
        Assert.Contains("enabled_clients", import.Error, StringComparison.Ordinal);
        var applied = await machine.RunAsync([("TOKGATE_APP_AWAUTH0000000001_SECRET", "secret-of-auth0")], "apply", await machine.WriteAsync("taken.yaml", import.Output), "--local", "--yes");
        Assert.True(applied.ExitCode == 0, applied.All);

        good["options"]!["scripts"] = new JsonObject { ["fetchUserProfile"] = "function(a, c, cb) { cb(null, { user_id: c.open_id }); }" }; // as just written
        var refused = await machine.RunAsync("import", "auth0", await machine.WriteAsync("auth0.json", good.ToJsonString()));
        Assert.True(refused.ExitCode == 1 && refused.Error.StartsWith("TTK7012", StringComparison.Ordinal), refused.All);
        Assert.Contains("fetchUserProfile", refused.Error, StringComparison.Ordinal);
    }
}
