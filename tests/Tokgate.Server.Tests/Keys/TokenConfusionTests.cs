using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;

namespace Tokgate.Server.Tests.Keys;

/// <summary>Rows W-01 and T-30 to T-33: the algorithm comes from the key and a token has one spelling, at every door that takes tokens of ours.</summary>
public sealed class TokenConfusionTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    [Fact]
    public async Task Rfc8725_Section_3_1_A_forged_access_token_opens_nothing()
    {
        var genuine = await TokenAsync("access_token");
        var forge = await Forge.OfAsync(world.Broker, genuine);
        Assert.True(await OpensAsync(genuine));
        Assert.True(await OpensAsync(forge.WithPayload(payload => payload)), "What the forge signs is as good as genuine, or it proves nothing.");
        Assert.True(await OpensAsync(forge.WithClaim("\"x\":1e400")), "A number that nobody reads hurts nobody.");

        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        string[] forged =
        [
            .. forge.WithoutKey(), .. forge.Reshaped(), .. forge.BadHeaders(new Uri($"http://{trap.LocalEndpoint}/keys")), .. forge.BadPayloads(), .. forge.NoText(),
            .. Times().Select(time => forge.WithPayload(payload => System.Text.RegularExpressions.Regex.Replace(payload, "\"exp\":[0-9]+", "\"exp\":" + time))),
            .. ((string[])["JWT", "logout+jwt", "", "at+jwt ", "application/jwt"]).Select(type => forge.WithHeader($"{{\"alg\":\"ES256\",\"kid\":\"{forge.KeyId}\",\"typ\":\"{type}\"}}")),
            forge.WithHeader($"{{\"alg\":\"ES256\",\"kid\":\"{forge.KeyId}\"}}"),
        ];
        Assert.True(forged.Length > 100);
        foreach (var token in forged)
        {
            Assert.False(await OpensAsync(token), token);
            var inspected = await world.Broker.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", token));
            Assert.Equal((200, "{\"active\":false}"), (inspected.Status, inspected.Body));
            Assert.Equal(200, (await world.Broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", token))).Status);
        }

        Assert.True(await OpensAsync(genuine), "A forged token has revoked the genuine one.");
        Assert.False(trap.Pending(), "A token has made the broker ask an address.");
    }

    [Fact]
    public async Task Rfc8725_Section_3_1_A_forged_id_token_hints_at_nobody()
    {
        using var browser = world.NewBrowser();
        var genuine = await TokenAsync("id_token", browser);
        var forge = await Forge.OfAsync(world.Broker, genuine);
        Assert.True((await HintAsync(browser, genuine)).ContainsKey("code"));
        Assert.True((await HintAsync(browser, forge.WithPayload(payload => payload))).ContainsKey("code"));

        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        string[] forged =
        [
            .. forge.WithoutKey(), .. forge.Reshaped(), .. forge.BadHeaders(new Uri($"http://{trap.LocalEndpoint}/keys")), .. forge.BadPayloads(), .. forge.NoText(),
            .. ((string[])["at+jwt", "logout+jwt", ""]).Select(type => forge.WithHeader($"{{\"alg\":\"RS256\",\"kid\":\"{forge.KeyId}\",\"typ\":\"{type}\"}}")),
        ];
        foreach (var token in forged)
        {
            var answer = await HintAsync(browser, token);
            Assert.True(answer.GetValueOrDefault("error") == "invalid_request", token);
            var page = await browser.StepAsync($"{SignedIn.Path}?id_token_hint={Uri.EscapeDataString(token)}");
            Assert.InRange(page.Status, 400, 499); // some are longer than an address may be
        }

        Assert.True((await HintAsync(browser, genuine)).ContainsKey("code"), "A forged hint has ended the session.");
        Assert.False(trap.Pending(), "A hint has made the broker ask an address.");
    }

    // What we take and an independent verifier refuses would be a hole; what we refuse beyond it is our strictness.
    [Fact]
    public async Task T_33_What_we_take_npm_jose_takes_too()
    {
        var genuine = await TokenAsync("access_token");
        var forge = await Forge.OfAsync(world.Broker, genuine);
        var tokens = Enumerable.Range(0, 300).Select(_ => Mutated(genuine)).Concat(forge.BadPayloads()).Concat(forge.NoText()).Concat(forge.Reshaped()).Concat(forge.WithoutKey())
            .Concat([genuine, forge.WithClaim("\"x\":1e400"), forge.WithClaim("\"\\ud83c\\udf31\":\"\\ud83c\\udf31\"")]).ToList();
        var theirs = await JoseAsync(tokens);
        Assert.Equal(tokens.Count, theirs.Count);
        Assert.True(theirs[tokens.IndexOf(genuine)]);
        var taken = 0;
        for (var index = 0; index < tokens.Count; index++)
        {
            if (await OpensAsync(tokens[index]))
            {
                taken++;
                Assert.True(theirs[index], tokens[index]);
            }
        }

        Assert.InRange(taken, 3, 3 + 300);
    }

    private static string[] Times() => ["1e400", "99999999999999999999999", "1.5", "-1", "\"9999999999\"", "null", "true", "[]", "0", "1790000000e0"];

    // One character becomes another of the alphabet, a dot, or nothing.
    private static string Mutated(string token)
    {
        const string Others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
        var position = RandomNumberGenerator.GetInt32(token.Length);
        var other = RandomNumberGenerator.GetInt32(Others.Length + 1);
        return token[..position] + (other == Others.Length ? "" : Others[other]) + token[(position + 1)..];
    }

    private async Task<List<bool>> JoseAsync(List<string> tokens)
    {
        using var process = Peers.Start("verify-tokens.mjs", "jose");
        var keys = (await world.Broker.GetAsync("/.well-known/jwks.json")).Json;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { keys, issuer = Broker.Issuer, now = world.Broker.Time.GetUtcNow().ToUnixTimeMilliseconds(), tokens }));
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadLineAsync().WaitAsync(Peers.Patience) ?? throw new InvalidOperationException(Peers.Missing);
        using var limit = new CancellationTokenSource(Peers.Patience);
        await process.WaitForExitAsync(limit.Token);
        return JsonSerializer.Deserialize<List<bool>>(said)!; // an array, or the parser throws
    }

    private async Task<bool> OpensAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/userinfo") { Content = new FormUrlEncodedContent([KeyValuePair.Create("access_token", token)]) };
        var answer = await Answer.OfAsync(await world.Broker.Http.SendAsync(request));
        Assert.True(answer.Status is 200 or 400 or 401, $"{answer.Status} {token}");
        return answer.Status == 200;
    }

    // By POST, because some hints are longer than an address may be.
    private static async Task<IReadOnlyDictionary<string, string>> HintAsync(Browser browser, string hint)
    {
        var answer = await browser.PostAsync(
            "/authorize", ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("prompt", "none"), ("id_token_hint", hint));
        return answer.Headers.ContainsKey("Location") ? answer.Query : throw new InvalidOperationException($"{answer.Status} {hint}");
    }

    private async Task<string> TokenAsync(string name, Browser? browser = null)
    {
        using var own = browser is null ? world.NewBrowser() : null;
        var landed = await (browser ?? own!).GoAsync(SignInWorld.Authorize(("scope", "openid"))); // one of the two is there
        var answer = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        return answer.Json.GetProperty(name).GetString() ?? throw new InvalidOperationException(answer.Body);
    }
}
