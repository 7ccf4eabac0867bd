using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Discovery;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task Rfc8414_Section_3_Both_documents_are_one_and_say_only_what_works()
    {
        await using var broker = await Broker.StartAsync();
        var openId = await broker.GetAsync("/.well-known/openid-configuration");
        var oauth = await broker.GetAsync("/.well-known/oauth-authorization-server");
        Assert.Equal(openId.Body, oauth.Body);
        Assert.Equal("application/json", openId.Headers["Content-Type"]);
        Assert.Equal("*", openId.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal(Broker.Issuer, openId.Json.GetProperty("issuer").GetString());
        foreach (var member in openId.Json.EnumerateObject())
        {
            Assert.False(member.Value.ValueKind == JsonValueKind.Null || (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0), member.Name);
            if (member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri")
            {
                var path = new Uri(member.Value.GetString()!).AbsolutePath;
                Assert.NotEqual(404, (await broker.GetAsync(path)).Status);
            }
        }

        Assert.Equal(Broker.Issuer + "/oidc/logout", openId.Json.GetProperty("end_session_endpoint").GetString());
        Assert.Equal(openId.Json.EnumerateObject().Count(), openId.Json.EnumerateObject().DistinctBy(member => member.Name).Count());
        Assert.DoesNotContain("none", openId.Json.GetProperty("id_token_signing_alg_values_supported").EnumerateArray().Select(value => value.GetString()));
        Assert.False(openId.Json.GetProperty("request_uri_parameter_supported").GetBoolean());
    }

    [Fact]
    public async Task Rfc8259_Section_4_No_member_of_the_document_stands_twice()
    {
        await using var broker = await Broker.StartAsync();
        using var document = JsonDocument.Parse((await broker.GetAsync("/.well-known/openid-configuration")).Body, new JsonDocumentOptions { AllowDuplicateProperties = false });
        Assert.True(document.RootElement.GetProperty("claims_parameter_supported").GetBoolean());
    }

    [Fact]
    public async Task Rfc8414_Section_3_1_An_issuer_with_a_path_has_its_document_behind_the_well_known_path()
    {
        await using var broker = await Broker.StartAsync(issuer: "http://localhost:5081/tenant");
        foreach (var path in (string[])["/tenant/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/tenant"])
        {
            var answer = await broker.GetAsync(path);
            Assert.Equal("http://localhost:5081/tenant", answer.Json.GetProperty("issuer").GetString());
            Assert.Equal("http://localhost:5081/tenant/oauth/token", answer.Json.GetProperty("token_endpoint").GetString());
        }

        Assert.Equal(400, (await broker.PostAsync("/tenant/oauth/token", ("grant_type", "x"))).Status);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks.json")]
    public async Task Rfc9110_Section_13_1_2_Who_has_the_document_gets_no_second_copy(string path)
    {
        await using var broker = await Broker.StartAsync();
        var tag = (await broker.GetAsync(path)).Headers["ETag"];
        foreach (var (presented, status) in (IReadOnlyList<(string, int)>)[(tag, 304), ("W/" + tag, 304), ($"\"x\", {tag}", 304), ("*", 304), ("\"x\"", 200)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", presented);
            var answer = await Answer.OfAsync(await broker.Http.SendAsync(request));
            Assert.Equal((status, tag, status == 304), (answer.Status, answer.Headers["ETag"], answer.Body.Length == 0));
        }
    }

    [Fact]
    public async Task T_18_No_header_moves_the_issuer()
    {
        await using var broker = await Broker.StartAsync();
        var plain = (await broker.GetAsync("/.well-known/openid-configuration")).Body;
        foreach (var (name, value) in ((string, string)[])[("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example"), ("X-Original-Host", "evil.example"), ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-For", "1.2.3.4")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
            request.Headers.TryAddWithoutValidation(name, value);
            Assert.Equal(plain, (await Answer.OfAsync(await broker.Http.SendAsync(request))).Body);
        }
    }

    [Fact]
    public async Task Oidcc_discovery_The_document_names_what_a_user_flow_needs()
    {
        await using var broker = await Broker.StartAsync();
        var document = (await broker.GetAsync("/.well-known/openid-configuration")).Json;
        Assert.Equal(Broker.Issuer + "/userinfo", document.GetProperty("userinfo_endpoint").GetString());
        Assert.Equal(Broker.Issuer + "/oauth/revoke", document.GetProperty("revocation_endpoint").GetString());
        Assert.Contains("none", Values(document, "revocation_endpoint_auth_methods_supported"));
        Assert.DoesNotContain("none", Values(document, "introspection_endpoint_auth_methods_supported"));
        Assert.Equal(["authorization_code", "refresh_token", "client_credentials", TokenWorld.Standard, TokenWorld.Auth0, "urn:tokgate:params:oauth:grant-type:qr", "urn:tokgate:params:oauth:grant-type:tiktok-code"], Values(document, "grant_types_supported"));
        Assert.Contains("RS256", Values(document, "id_token_signing_alg_values_supported"));
        Assert.Equal(["openid", "profile", "offline_access"], Values(document, "scopes_supported"));
        Assert.Contains("name", Values(document, "claims_supported"));
        Assert.DoesNotContain("email", Values(document, "claims_supported"));
        Assert.True(document.GetProperty("claims_parameter_supported").GetBoolean());
    }

    private static IEnumerable<string?> Values(JsonElement document, string name) => document.GetProperty(name).EnumerateArray().Select(value => value.GetString());
}
