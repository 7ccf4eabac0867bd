using System.Text.Json;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>The API's own description, and the token for who tries it.</summary>
public sealed class ExplorerTests
{
    [Fact]
    public async Task OpenAPI_says_every_operation_with_its_scope_its_parameters_and_its_shapes()
    {
        await using var world = await ManagementWorld.StartAsync();
        var answer = await world.Broker.GetAsync("/api/v2/openapi.json");
        Assert.Equal(200, answer.Status);
        var document = answer.Json;
        Assert.Equal(("3.1.0", Broker.Issuer + "/api/v2"), (document.GetProperty("openapi").GetString(), document.GetProperty("servers")[0].GetProperty("url").GetString()));
        foreach (var operation in world.Broker.Get<ManagementRoutes>().All.Select(route => route.Operation))
        {
            var described = document.GetProperty("paths").GetProperty("/" + operation.Path).GetProperty(operation.Method.ToLowerInvariant());
            Assert.Equal(operation.Name, described.GetProperty("operationId").GetString());
            Assert.Equal([operation.Scope], described.GetProperty("security")[1].GetProperty("client").EnumerateArray().Select(scope => scope.GetString()));
            var named = described.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).ToList();
            Assert.All(operation.AllQuery, parameter => Assert.Contains(parameter.Name, named));
            Assert.Equal(operation.Body is not null, described.TryGetProperty("requestBody", out _));
        }

        var client = document.GetProperty("paths").GetProperty("/clients/{id}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.True(client.GetProperty("properties").GetProperty("client_id").TryGetProperty("description", out _));
        Assert.Equal(304, await NotModifiedAsync(world, answer.Headers["ETag"]));
    }

    [Fact]
    public async Task What_an_operation_answers_is_what_its_schema_says()
    {
        await using var world = await ManagementWorld.StartAsync();
        var document = (await world.Broker.GetAsync("/api/v2/openapi.json")).Json;
        var schema = document.GetProperty("paths").GetProperty("/clients/{id}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Check(schema, (await world.CallAsync("GET", "clients/" + The.Web)).Json, "client");

        static void Check(JsonElement schema, JsonElement told, string path)
        {
            foreach (var member in told.EnumerateObject())
            {
                Assert.True(schema.GetProperty("properties").TryGetProperty(member.Name, out var known), $"{path}.{member.Name} is not in the schema");
                if (member.Value.ValueKind == JsonValueKind.Object && known.TryGetProperty("properties", out _))
                {
                    Check(known, member.Value, $"{path}.{member.Name}");
                }
            }
        }
    }

    [Fact]
    public async Task On_a_developers_machine_one_click_gives_a_token_that_works_and_not_for_TikToks()
    {
        await using var world = await ManagementWorld.StartAsync();
        Assert.Contains("explorer-get-token", (await world.Broker.GetAsync("/api/v2/explorer")).Body, StringComparison.Ordinal);
        var token = (await world.Broker.PostAsync("/api/v2/explorer/token")).Json.GetProperty("access_token").GetString();
        Assert.Equal(200, (await world.SendAsync("GET", "clients", null, token)).Status);
        Assert.Equal(403, (await world.SendAsync("GET", "users/nobody/grants/none/token", null, token)).Status);
        Assert.DoesNotContain(ManagementScopes.ReadGrantTokens, Broker.PayloadOf(token!).GetProperty("scope").GetString(), StringComparison.Ordinal); // it was given
        var second = (await world.Broker.PostAsync("/api/v2/explorer/token")).Json.GetProperty("access_token").GetString();
        Assert.Equal((200, 200), ((await world.SendAsync("GET", "clients", null, token)).Status, (await world.SendAsync("GET", "clients", null, second)).Status));
        world.Broker.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, (await world.SendAsync("GET", "clients", null, second)).Status);
    }

    [Fact]
    public async Task Anywhere_else_there_is_no_such_button_and_no_such_token()
    {
        await using var broker = await Broker.StartAsync([], issuer: "https://login.example.com");
        broker.Http.DefaultRequestHeaders.Host = "login.example.com";
        Assert.DoesNotContain("explorer-get-token", (await broker.GetAsync("/api/v2/explorer")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await broker.PostAsync("/api/v2/explorer/token")).Status);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task T_21_Another_site_cannot_click_it(string header, string value)
    {
        await using var world = await ManagementWorld.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/explorer/token") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add(header, value);
        Assert.Equal(403, (await Answer.OfAsync(await world.Broker.Http.SendAsync(request))).Status);
    }

    private static async Task<int> NotModifiedAsync(ManagementWorld world, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/openapi.json");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return (await Answer.OfAsync(await world.Broker.Http.SendAsync(request))).Status;
    }
}
