using System.Text;
using Microsoft.AspNetCore.Routing;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>Every operation of the management API, from its own list, against every scope and every wrong token.</summary>
public sealed class ManagementMatrixTests : IAsyncLifetime
{
    private ManagementWorld? started;

    private ManagementWorld World => started ?? throw new InvalidOperationException("xunit has not started it.");

    private IReadOnlyList<ManagementOperation> Operations => [.. World.Broker.Get<ManagementRoutes>().All.Select(route => route.Operation)];

    [Fact]
    public void T_64_Nothing_is_mapped_there_without_a_scope_of_the_API()
    {
        var endpoints = World.Broker.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v2/", StringComparison.Ordinal)).ToList(); // made of text
        Assert.Equal(
            ["/api/v2/explorer", "/api/v2/explorer/token", "/api/v2/openapi.json", "/api/v2/{**rest}"], // a page, its button on a developer's machine, what everybody may read, and nothing
            endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ManagementOperation>() is null).Select(endpoint => endpoint.RoutePattern.RawText).Order(StringComparer.Ordinal));
        Assert.All(Operations, operation => Assert.Contains(operation.Scope, ManagementScopes.All));
        Assert.Equal(Operations.Count, Operations.Select(operation => operation.Name).Distinct().Count());
    }

    [Fact]
    public void A_verb_needs_the_scope_of_its_kind_of_verb()
    {
        foreach (var operation in Operations)
        {
            var verb = operation.Scope.Split(':')[0];
            string[] allowed = operation.Method switch
            {
                "GET" => ["read"],
                "DELETE" => ["delete"],
                "POST" => ["create", "update"],
                _ => ["update"],
            };
            Assert.True(allowed.Contains(verb) || operation.HasNoDryRun, $"{operation.Method} {operation.Path} needs {operation.Scope}");
        }
    }

    [Fact]
    public async Task Only_the_scope_of_an_operation_opens_it()
    {
        foreach (var operation in Operations)
        {
            var others = ManagementScopes.All.Where(scope => scope != operation.Scope).ToList();
            var refused = await World.CallAsync(operation.Method, Path(operation), Body(operation), string.Join(' ', others));
            Assert.True(refused.Status == 403, $"{operation.Name} with all scopes but its own: {refused.Status} {refused.Body}");
            Assert.Contains(operation.Scope, refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
            var opened = await World.CallAsync(operation.Method, Path(operation) + (operation.AllQuery.Contains(QueryParameter.DryRun) ? "?dry_run=true" : ""), Body(operation), operation.Scope);
            Assert.True(opened.Status is not (401 or 403 or >= 500), $"{operation.Name} with its own scope: {opened.Status} {opened.Body}");
        }
    }

    [Fact]
    public async Task A_token_for_another_audience_an_expired_one_and_none_open_nothing()
    {
        var foreign = await World.Broker.MachineTokenAsync();
        var ours = await World.TokenAsync();
        foreach (var operation in Operations)
        {
            foreach (var token in (string?[])[foreign, "nothing", ours[..^3] + "AAA", null])
            {
                var answer = await World.SendAsync(operation.Method, Path(operation), Body(operation), token);
                Assert.True(answer.Status == 401, $"{operation.Name}: {answer.Status} {answer.Body}");
                Assert.Equal(401, answer.Json.GetProperty("statusCode").GetInt32());
                Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            }
        }

        World.Broker.Time.Advance(TimeSpan.FromDays(1));
        foreach (var operation in Operations)
        {
            Assert.Equal(401, (await World.SendAsync(operation.Method, Path(operation), Body(operation), ours)).Status);
        }
    }

    [Fact]
    public async Task Things_that_are_not_there_are_404_and_never_500()
    {
        string[] ids = ["nothing", "..", "%2e%2e", "a%2Fb", "%00", "' or 1=1 --", new string('x', 900), "cgr_" + new string('A', 20), "É"];
        foreach (var operation in Operations.Where(operation => operation.Path.Contains('{', StringComparison.Ordinal)))
        {
            // Clients take two dots away with what stands before them: where more follows, that is another operation's path.
            foreach (var id in operation.Path.EndsWith('}') ? ids : ids.Where(static id => id is not (".." or "%2e%2e")))
            {
                var answer = await World.CallAsync(operation.Method, Path(operation, id), Body(operation));

                // What climbs in a path is another path before it is sent: users/../logs is logs.
                var isOther = operation.Method == "GET" && answer.Status == 200 && id is ".." or "%2e%2e";
                Assert.True(isOther || answer.Status is 400 or 404 or 405 or 409 || (operation.Method == "GET" && answer.Body == "[]"), $"{operation.Name} {id}: {answer.Status} {answer.Body}");
            }
        }
    }

    [Fact]
    public async Task T_21_A_body_that_is_not_JSON_is_refused_as_is_one_that_is_too_large_or_too_deep()
    {
        foreach (var operation in Operations.Where(operation => operation.Body is not null))
        {
            foreach (var (body, type, expected) in (IEnumerable<(string Body, string Type, int Status)>)
            [
                ("{\"name\":\"x\"}", "text/plain", 415), ("name=x", "application/x-www-form-urlencoded", 415), ("[]", "application/json", 400), ("{", "application/json", 400),
                ("{\"a\":1,\"a\":2}", "application/json", 400), (string.Concat(Enumerable.Repeat("{\"a\":", 30)) + "1" + new string('}', 30), "application/json", 400),
                ("{\"a\":\"" + new string('x', operation.MaxBodyLength + 100) + "\"}", "application/json", 413),
            ])
            {
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), "/api/v2/" + Path(operation)) { Content = new StringContent(body, Encoding.UTF8, type) };
                request.Headers.Authorization = new("Bearer", await World.TokenAsync());
                request.Headers.ExpectContinue = true; // what is too large is refused before it is sent
                var answer = await Answer.OfAsync(await World.Broker.Http.SendAsync(request));
                Assert.True(answer.Status == expected, $"{operation.Name} {type}: {answer.Status} {answer.Body}");
            }
        }
    }

    [Fact]
    public async Task Another_method_is_405_and_an_unknown_path_404_in_the_APIs_own_words()
    {
        var other = await World.CallAsync("PUT", "clients", "{}");
        Assert.Equal((405, "method_not_allowed"), (other.Status, other.Json.GetProperty("errorCode").GetString()));
        Assert.Equal("GET, POST", other.Headers["Allow"]);
        var unknown = await World.CallAsync("GET", "nothing");
        Assert.Equal((404, "unknown_operation"), (unknown.Status, unknown.Json.GetProperty("errorCode").GetString()));
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_by_the_headers_that_Auth0s_clients_read()
    {
        await using var world = await ManagementWorld.StartAsync("SQLite", "--Tokgate:Limits:Client:PerSecond=1", "--Tokgate:Limits:Client:Burst=3");
        var token = await world.TokenAsync();
        var statuses = new List<int>();
        for (var number = 0; number < 5; number++)
        {
            var answer = await world.SendAsync("GET", "clients", null, token);
            statuses.Add(answer.Status);
            Assert.Equal("3", answer.Headers["x-ratelimit-limit"]);
            Assert.True(long.Parse(answer.Headers["x-ratelimit-reset"], System.Globalization.CultureInfo.InvariantCulture) > 0);
            if (answer.Status == 429)
            {
                Assert.Equal(("0", "1", "too_many_requests"), (answer.Headers["x-ratelimit-remaining"], answer.Headers["Retry-After"], answer.Json.GetProperty("errorCode").GetString()));
            }
        }

        Assert.Contains(200, statuses);
        Assert.Equal(429, statuses[^1]);
    }

    public async Task InitializeAsync() => started = await ManagementWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    private static string Path(ManagementOperation operation, string id = "nothing") => System.Text.RegularExpressions.Regex.Replace(operation.Path, "{[^}]+}", id);

    private static string? Body(ManagementOperation operation) => operation.Method is "GET" or "DELETE" || operation.Body is null ? null : "{}";
}
