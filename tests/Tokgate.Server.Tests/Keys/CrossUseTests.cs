using System.Security.Cryptography;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Keys;

/// <summary>Row A-03: four kinds of signed token and the doors that take one of them.</summary>
public sealed class CrossUseTests
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    [Fact]
    public async Task A_03_Each_kind_of_token_opens_its_own_door_alone()
    {
        await using var world = await SignInWorld.StartAsync([.. SignInWorld.SignInClients, .. The.Clients.Where(client => client.Id == The.Signer)]);
        using var browser = world.NewBrowser();
        var landed = await browser.GoAsync(SignInWorld.Authorize(("scope", "openid")));
        var bought = (await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback))).Json;
        var idToken = bought.GetProperty("id_token").GetString()!; // openid was asked for
        var forge = await Forge.OfAsync(world.Broker, idToken);
        var tokens = new Dictionary<string, string>
        {
            ["access token"] = bought.GetProperty("access_token").GetString()!, // a token answer has one
            ["ID token"] = idToken,
            ["logout token"] = forge.WithHeader($"{{\"alg\":\"RS256\",\"kid\":\"{forge.KeyId}\",\"typ\":\"logout+jwt\"}}"),
            ["client assertion"] = Jws.Sign(The.SignerKey, new { alg = "ES256", kid = "signer-1" }, Assertion(world.Broker)),
        };
        foreach (var (kind, token) in tokens)
        {
            Assert.Equal((kind, kind == "access token"), (kind, await UserInfoAsync(world.Broker, token)));
            Assert.Equal((kind, kind == "access token"), (kind, await IsActiveAsync(world.Broker, token)));
            Assert.Equal((kind, kind == "ID token"), (kind, (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid"), ("prompt", "none"), ("id_token_hint", token)))).Query.ContainsKey("code")));
            Assert.Equal((kind, kind == "client assertion"), (kind, await ProvesAsync(world.Broker, token)));
        }
    }

    private static Dictionary<string, object> Assertion(Broker broker)
    {
        var now = broker.Time.GetUtcNow().ToUnixTimeSeconds();
        return new() { ["iss"] = The.Signer, ["sub"] = The.Signer, ["aud"] = Broker.Issuer, ["exp"] = now + 60, ["iat"] = now, ["jti"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)) };
    }

    private static async Task<bool> UserInfoAsync(Broker broker, string token) => (await broker.PostAsync("/userinfo", ("access_token", token))).Status == 200;

    private static async Task<bool> IsActiveAsync(Broker broker, string token) =>
        (await broker.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", token))).Json.GetProperty("active").ValueKind == JsonValueKind.True;

    private static async Task<bool> ProvesAsync(Broker broker, string token) =>
        (await broker.PostAsync(SignIn.TokenPath, ("grant_type", "client_credentials"), ("client_assertion", token), ("client_assertion_type", AssertionType))).Status == 200;
}
