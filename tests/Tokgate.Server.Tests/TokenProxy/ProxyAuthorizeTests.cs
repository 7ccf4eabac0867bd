using System.Web;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.TokenProxy;

public sealed class ProxyAuthorizeTests
{
    [Fact]
    public async Task A_standard_request_goes_on_in_TikTok_s_words()
    {
        await using var world = await ProxyWorld.StartAsync();

        var answer = await AskAsync(world, ("scope", "openid user.info.basic video.list profile"), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256"), ("prompt", "login"), ("nonce", "n"), ("ui_locales", "de en"));
        var query = HttpUtility.ParseQueryString(answer.Location.Query);

        Assert.Equal(302, answer.Status);
        Assert.Equal(world.TikTok.BaseAddress, new Uri(answer.Location.GetLeftPart(UriPartial.Authority)));
        Assert.Equal("/v2/auth/authorize/", answer.Location.AbsolutePath);
        Assert.Equal(
            (ProxyWorld.Key, "user.info.basic,video.list", ProxyWorld.Callback, "s", "1", "de"),
            (query["client_key"], query["scope"], query["redirect_uri"], query["state"], query["disable_auto_auth"], query["lang"]));
        Assert.Equal(("13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3", "S256"), (query["code_challenge"], query["code_challenge_method"]));
        Assert.Null(query["nonce"]);
    }

    [Fact]
    public async Task OpenID_s_own_words_alone_become_the_basic_scope()
    {
        await using var world = await ProxyWorld.StartAsync();

        Assert.Equal("user.info.basic", (await AskAsync(world, ("scope", "openid profile email"))).Query["scope"]);
    }

    public static TheoryData<string, string?, string> Faulty => new()
    {
        { "client_id", "awsomebodyelse001", "client_id" },
        { "client_id", null, "client_id" },
        { "client_secret", "oops", "client_secret" },
        { "response_type", "token", "response_type" },
        { "redirect_uri", "http://localhost/callback", "port" },
        { "redirect_uri", null, "absolute" },
        { "redirect_uri", "https://app.example/callback?x=1", "query" },
        { "state", null, "state" },
        { "code_challenge", "short", "code_challenge" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task What_TikTok_would_refuse_on_a_page_is_told_here_and_redirects_nowhere(string name, string? value, string told)
    {
        await using var world = await ProxyWorld.StartAsync();

        var answer = await AskAsync(world, (name, value));

        Assert.Equal(400, answer.Status);
        Assert.Contains(told, answer.Member("error_description"), StringComparison.Ordinal);
        Assert.DoesNotContain("Location", answer.Headers.Keys);
    }

    private static async Task<Answer> AskAsync(ProxyWorld world, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?> { ["client_id"] = ProxyWorld.Key, ["response_type"] = "code", ["redirect_uri"] = ProxyWorld.Callback, ["scope"] = "user.info.basic", ["state"] = "s" };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return await Answer.OfAsync(await world.Http.GetAsync(
            "/proxy/authorize?" + string.Join('&', parameters.Where(static pair => pair.Value is not null).Select(static pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}")))); // not null, as just seen
    }
}
