using System.Net.Http.Headers;
using System.Text;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Token;

public sealed class TokenEndpointTests(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Path = "/oauth/token";

    private readonly Broker broker = fixture.Broker;

    [Fact]
    public async Task Rfc6749_Section_4_4_A_machine_gets_a_token_for_its_api()
    {
        var answer = await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"), ("scope", "read"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Headers["Content-Type"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("no-cache", answer.Headers["Pragma"]);
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal("read", answer.Json.GetProperty("scope").GetString());
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
        Assert.False(answer.Json.TryGetProperty("id_token", out _));
    }

    [Fact]
    public async Task Rfc9068_Section_2_The_access_token_says_what_it_must()
    {
        var token = await broker.MachineTokenAsync();

        var header = Broker.HeaderOf(token);
        Assert.Equal("at+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        Assert.NotEmpty(header.GetProperty("kid").GetString()!);
        var payload = Broker.PayloadOf(token);
        var now = broker.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(Broker.Issuer, payload.GetProperty("iss").GetString());
        Assert.Equal(The.Api, payload.GetProperty("aud").GetString());
        Assert.Equal("machine@clients", payload.GetProperty("sub").GetString());
        Assert.Equal(The.Machine, payload.GetProperty("client_id").GetString());
        Assert.Equal("read write", payload.GetProperty("scope").GetString());
        Assert.Equal(now, payload.GetProperty("iat").GetInt64());
        Assert.Equal(now + 3600, payload.GetProperty("exp").GetInt64());
        Assert.True(payload.GetProperty("jti").GetString()!.Length >= 22);
    }

    [Fact]
    public async Task Rfc6749_Section_2_3_1_Secrets_are_form_encoded_in_the_header()
    {
        var answer = await broker.PostAsync(Path, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "client_credentials"));
        Assert.Equal("unauthorized_client", answer.Error); // it proved itself, but has no such grant

        var post = await broker.PostAsync(Path, ("grant_type", "client_credentials"), ("client_id", The.Web), ("client_secret", The.WebSecret));
        Assert.Equal("unauthorized_client", post.Error);
    }

    [Fact]
    public async Task Rfc6749_Section_5_2_A_failed_header_is_401_with_a_challenge_and_a_failed_body_is_400()
    {
        var header = await broker.PostAsync(Path, Broker.Basic(The.Machine, "wrong"), ("grant_type", "client_credentials"));
        Assert.Equal(401, header.Status);
        Assert.Equal("invalid_client", header.Error);
        Assert.StartsWith("Basic ", header.Headers["WWW-Authenticate"], StringComparison.Ordinal);

        var body = await broker.PostAsync(Path, ("grant_type", "client_credentials"), ("client_id", The.Machine), ("client_secret", "wrong"));
        Assert.Equal(400, body.Status);
        Assert.Equal("invalid_client", body.Error);
        Assert.False(body.Headers.ContainsKey("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic")]
    [InlineData("Basic bWFjaGluZQ==")] // no colon
    [InlineData("Basic Om1hY2hpbmU=")] // no client id
    [InlineData("Basic bWFjaGluZTo=")] // no secret
    [InlineData("Basic bWFjaCVpbmU6eA==")] // a stray percent sign
    [InlineData("Basic //8641==")]
    [InlineData("Bearer abc")]
    public async Task Rfc6749_Section_2_3_1_A_header_that_is_no_basic_authentication_is_refused(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]) };
        request.Headers.TryAddWithoutValidation("Authorization", header);
        var answer = await Answer.OfAsync(await broker.Http.SendAsync(request));
        Assert.Equal(401, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
    }

    [Fact]
    public async Task Rfc6749_Section_2_3_Two_ways_of_authentication_at_once_are_refused()
    {
        var answer = await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"), ("client_id", The.Machine), ("client_secret", The.MachineSecret));
        Assert.Equal("invalid_request", answer.Error);
    }

    [Fact]
    public async Task Oidc_Core_Section_9_Only_a_registered_method_is_taken()
    {
        var header = await broker.PostAsync(Path, Broker.Basic(The.PostOnly, The.MachineSecret), ("grant_type", "client_credentials"));
        Assert.Equal("invalid_client", header.Error);
        var body = await broker.PostAsync(Path, ("grant_type", "client_credentials"), ("client_id", The.PostOnly), ("client_secret", The.MachineSecret));
        Assert.Equal(200, body.Status);
        var none = await broker.PostAsync(Path, ("grant_type", "client_credentials"), ("client_id", The.PostOnly));
        Assert.Equal("invalid_client", none.Error);
    }

    [Fact]
    public async Task Rfc6749_Section_4_4_A_public_client_has_no_client_credentials()
    {
        var answer = await broker.PostAsync(Path, ("grant_type", "client_credentials"), ("client_id", The.Spa));
        Assert.Equal("unauthorized_client", answer.Error);
        var withSecret = await broker.PostAsync(Path, ("grant_type", "client_credentials"), ("client_id", The.Spa), ("client_secret", "any"));
        Assert.Equal("invalid_client", withSecret.Error);
    }

    [Theory]
    [InlineData("grant_type")]
    [InlineData("scope")]
    [InlineData("client_id")]
    [InlineData("audience")]
    [InlineData("unknown")]
    public async Task Rfc6749_Section_3_2_A_repeated_parameter_is_refused(string name)
    {
        var answer = await broker.PostAsync(
            Path, ("grant_type", "client_credentials"), ("client_id", The.Machine), ("client_secret", The.MachineSecret), (name, "one"), (name, "two"));
        Assert.Equal(400, answer.Status);
        Assert.Equal("invalid_request", answer.Error);
    }

    [Fact]
    public async Task Rfc6749_Section_3_2_An_empty_parameter_is_an_absent_one()
    {
        var answer = await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"), ("scope", ""), ("client_secret", ""), ("audience", ""));
        Assert.Equal("invalid_request", answer.Error); // client_secret was sent beside the header, though empty

        var without = await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"), ("scope", ""), ("audience", ""));
        Assert.Equal("read write", without.Json.GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("implicit", "unsupported_grant_type")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task Rfc6749_Section_5_2_Other_grants_do_not_exist(string grantType, string error)
    {
        var answer = await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", grantType));
        Assert.Equal(error, answer.Error);
    }

    [Theory]
    [InlineData("delete", "invalid_scope")]
    [InlineData("read delete", "invalid_scope")]
    [InlineData("openid", "invalid_scope")]
    [InlineData("offline_access", "invalid_scope")]
    [InlineData("read  write", "invalid_scope")]
    [InlineData("re\"ad", "invalid_scope")]
    public async Task Rfc6749_Section_3_3_A_machine_gets_only_its_own_scopes(string scope, string error)
    {
        var answer = await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"), ("scope", scope));
        Assert.Equal(error, answer.Error);
    }

    [Fact]
    public async Task Rfc8707_Section_2_A_token_is_for_one_api()
    {
        var none = await broker.PostAsync(Path, Broker.Basic(The.TwoApis, The.MachineSecret), ("grant_type", "client_credentials"));
        Assert.Equal("invalid_target", none.Error);
        var foreign = await broker.PostAsync(Path, Broker.Basic(The.TwoApis, The.MachineSecret), ("grant_type", "client_credentials"), ("audience", "https://foreign.example/"));
        Assert.Equal("invalid_target", foreign.Error);
        var other = await broker.PostAsync(Path, Broker.Basic(The.TwoApis, The.MachineSecret), ("grant_type", "client_credentials"), ("resource", The.OtherApi));
        Assert.Equal("other", other.Json.GetProperty("scope").GetString());
        var wrongScope = await broker.PostAsync(Path, Broker.Basic(The.TwoApis, The.MachineSecret), ("grant_type", "client_credentials"), ("audience", The.OtherApi), ("scope", "read"));
        Assert.Equal("invalid_scope", wrongScope.Error);
    }

    [Fact]
    public async Task Rfc6749_Section_3_2_Only_a_posted_form_is_read()
    {
        Assert.Equal(405, (await broker.GetAsync(Path)).Status);
        using var json = new StringContent("{\"grant_type\":\"client_credentials\"}", Encoding.UTF8, "application/json");
        Assert.Equal("invalid_request", (await Answer.OfAsync(await broker.Http.PostAsync(Path, json))).Error);
        using var empty = new ByteArrayContent([]);
        Assert.Equal("invalid_request", (await Answer.OfAsync(await broker.Http.PostAsync(Path, empty))).Error);
        var query = await broker.PostAsync(Path + "?client_id=machine&client_secret=" + The.MachineSecret, ("grant_type", "client_credentials"));
        Assert.Equal("invalid_request", query.Error);
    }

    [Theory]
    [InlineData("grant_type=%zz")]
    [InlineData("grant_type=%e4")]
    [InlineData("grant_type=%00")]
    [InlineData("grant_type=a%0d%0aSet-Cookie:x")]
    [InlineData("%ff=1")]
    public async Task A_form_that_is_not_correctly_encoded_is_refused(string body)
    {
        using var content = new StringContent(body, Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var answer = await Answer.OfAsync(await broker.Http.PostAsync(Path, content));
        Assert.Equal(400, answer.Status);
        Assert.Equal("invalid_request", answer.Error);
    }

    [Theory]
    [InlineData(99, 200)]
    [InlineData(101, 400)]
    public async Task A_form_has_at_most_a_hundred_parameters(int count, int status)
    {
        var form = Enumerable.Range(0, count - 1).Select(index => ($"p{index}", "x")).Append(("grant_type", "client_credentials")).ToArray();
        Assert.Equal(status, (await broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), form)).Status);
    }

    [Fact]
    public async Task A_form_of_more_than_64_kilobytes_is_refused()
    {
        var parts = Enumerable.Range(0, 5).Select(index => ($"p{index}", new string('x', 15_000))).ToArray();
        Assert.Equal(413, (await broker.PostAsync(Path, parts)).Status);
    }
}
