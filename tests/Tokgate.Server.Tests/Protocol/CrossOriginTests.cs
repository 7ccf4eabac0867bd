using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Protocol;

/// <summary>Row C-27.</summary>
public sealed class CrossOriginTests
{
    private const string Own = "https://app.example"; // where the web client's redirect URI is

    [Theory]
    [InlineData("/oauth/token", "POST")]
    [InlineData("/oauth/revoke", "POST")]
    [InlineData("/userinfo", "GET, POST")]
    public async Task C_27_A_preflight_says_what_a_script_may_send(string path, string methods)
    {
        await using var signIn = await SignIn.StartAsync();
        var answer = await SendAsync(signIn, HttpMethod.Options, path, Own);
        Assert.Equal(204, answer.Status);
        Assert.Equal(Own, answer.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal(methods, answer.Headers["Access-Control-Allow-Methods"]);
        Assert.Contains("Authorization", answer.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
        Assert.Equal("Origin", answer.Headers["Vary"]);
        Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        foreach (var origin in (string[])["null", "https://app.example/path", "file://x", "x"])
        {
            Assert.False((await SendAsync(signIn, HttpMethod.Options, path, origin)).Headers.ContainsKey("Access-Control-Allow-Origin"), origin);
        }
    }

    [Theory]
    [InlineData(Own, true)]
    [InlineData("https://evil.example", false)]
    [InlineData("http://app.example", false)]
    [InlineData("https://app.example:8443", false)]
    [InlineData("null", false)]
    public async Task C_27_Answers_are_readable_where_the_client_lives(string origin, bool isReadable)
    {
        await using var signIn = await SignIn.StartAsync();
        var token = (await signIn.TokensAsync()).GetProperty("access_token").GetString()!;
        signIn.Broker.Http.DefaultRequestHeaders.Add("Origin", origin);
        Answer[] answers =
        [
            await signIn.UserInfoAsync(token),
            await signIn.RedeemAsync("x"), // a failure must be readable too
            await signIn.RedeemAsync(await signIn.CodeAsync()),
            await signIn.Broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", token)),
        ];
        Assert.Equal([200, 400, 200, 200], answers.Select(answer => answer.Status));
        Assert.All(answers, answer => Assert.Equal(isReadable ? origin : null, answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin")));
        Assert.All(answers, answer => Assert.Equal("Origin", answer.Headers["Vary"]));
    }

    [Theory]
    [InlineData("dead", 401, "invalid_token")]
    [InlineData(null, 401, "Bearer")]
    public async Task C_27_A_script_can_read_that_its_token_opens_nothing(string? token, int status, string challenge)
    {
        await using var signIn = await SignIn.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.TryAddWithoutValidation("Origin", Own);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        var answer = await Answer.OfAsync(await signIn.Broker.Http.SendAsync(request));

        Assert.Equal(status, answer.Status);
        Assert.Equal("*", answer.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("WWW-Authenticate", answer.Headers["Access-Control-Expose-Headers"], StringComparison.Ordinal);
        Assert.Contains(challenge, answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/revoke")]
    [InlineData("/oauth/par")]
    public async Task C_27_A_script_can_read_that_its_client_is_not_known(string path)
    {
        await using var signIn = await SignIn.StartAsync();
        signIn.Broker.Http.DefaultRequestHeaders.Add("Origin", Own);
        foreach (var form in (IReadOnlyList<(string, string)[]>)[[("client_id", "nobody")], [("client_id", The.Web), ("client_secret", "wrong")], [("client_id", The.Web), ("client_id", The.Web)]])
        {
            var answer = await signIn.Broker.PostAsync(path, form);
            Assert.Equal(400, answer.Status);
            Assert.Equal("*", answer.Headers["Access-Control-Allow-Origin"]);
            Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        }
    }

    private static async Task<Answer> SendAsync(SignIn signIn, HttpMethod method, string path, string origin)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return await Answer.OfAsync(await signIn.Broker.Http.SendAsync(request));
    }
}
