using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Users;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>T-40 and T-41: whoever is switched off is off everywhere, and nobody uses what is another's.</summary>
public sealed class DisabledTests
{
    public static TheoryData<string> Things => new("client", "user", "grant", "session", "removed client");

    [Theory]
    [MemberData(nameof(Things))]
    public async Task T_41_What_is_off_opens_no_endpoint(string thing)
    {
        await using var world = await SignInWorld.StartAsync();
        var broker = world.Broker;
        using var browser = world.NewBrowser();
        var waiting = (await broker.PostAsync("/oauth/par", Basic, ("response_type", "code"), ("redirect_uri", SignInWorld.Callback), ("scope", "openid"))).Json.GetProperty("request_uri").GetString()!; // it was created
        var tokens = (await RedeemAsync(broker, (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid")))).Query["code"])).Json;
        var offline = (await RedeemAsync(broker, (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"])).Json;
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid")))).Query["code"];
        var under = (await browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;

        await SwitchOffAsync(world, thing, tokens, offline);

        // A session that ends takes along what stood on it; offline access does not.
        var access = (thing == "session" ? tokens : offline).GetProperty("access_token").GetString()!; // both succeeded
        Assert.Equal(401, (await UserInfoAsync(broker, access)).Status);
        if (thing != "session")
        {
            Assert.NotEqual(200, (await broker.PostAsync(SignIn.TokenPath, Basic, ("grant_type", "refresh_token"), ("refresh_token", offline.GetProperty("refresh_token").GetString()!))).Status); // offline access was asked for
        }

        var seen = await broker.PostAsync("/oauth/introspect", Broker.Basic("stranger", The.WebSecret), ("token", access));
        Assert.True(seen.Status != 200 || !seen.Json.GetProperty("active").GetBoolean());
        if (thing == "grant")
        {
            return; // the rest of what this person has goes on
        }

        Assert.NotEqual(200, (await RedeemAsync(broker, code)).Status);
        var silent = await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("scope", "openid")));
        Assert.True(silent.Status == 400 || silent.Query["error"] == "login_required", silent.Body);
        if (thing == "session")
        {
            return; // signing in again is what is left to do
        }

        Assert.InRange((await browser.GoAsync(under)).Status, 400, 499);
        Assert.InRange((await browser.GoAsync(SignInWorld.Authorize())).Status, 400, 499);
        Assert.InRange((await browser.GoAsync($"/authorize?client_id={The.Web}&request_uri={Uri.EscapeDataString(waiting)}")).Status, 400, 499);
        if (thing != "user")
        {
            foreach (var path in (string[])["/oauth/token", "/oauth/par", "/oauth/revoke", "/oauth/introspect"])
            {
                Assert.Equal(401, (await broker.PostAsync(path, Basic, ("grant_type", "client_credentials"), ("token", access))).Status);
            }
        }
    }

    [Fact]
    public async Task T_41_A_connection_or_an_app_that_is_gone_finishes_no_sign_in()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        var under = (await browser.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        var again = (await browser.GoUntilAsync(SignInWorld.Authorize(), address => address.AbsolutePath == "/login/callback")).AbsoluteUri;
        var directory = world.Broker.Get<ConnectionDirectory>();
        var config = directory.Find("tiktok")!.Config; // declared by the world
        directory.Load([config with { Apps = [config.Apps[0] with { ClientKey = "another-app" }], LiveApp = "another-app" }]);
        Assert.Equal(400, (await browser.StepAsync(under)).Status);
        directory.Load([]);
        Assert.Equal(400, (await browser.StepAsync(again)).Status);
        Assert.Equal(503, (await browser.StepAsync(SignInWorld.Authorize())).Status);
        Assert.Null(browser.Cookie("tokgate-session"));
    }

    [Theory]
    [InlineData("authorization_code")]
    [InlineData("refresh_token")]
    public async Task T_40_A_grant_needs_its_own_client_and_its_proof(string grant)
    {
        await using var world = await SignInWorld.StartAsync();
        var broker = world.Broker;
        using var browser = world.NewBrowser();
        var code = (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid offline_access")))).Query["code"];
        (string, string)[] form = grant == "refresh_token"
            ? [("grant_type", grant), ("refresh_token", (await RedeemAsync(broker, code)).Json.GetProperty("refresh_token").GetString()!)] // offline access was asked for
            : [("grant_type", grant), ("code", code), ("redirect_uri", SignInWorld.Callback)];
        Answer[] refused =
        [
            await broker.PostAsync(SignIn.TokenPath, form), // nobody
            await broker.PostAsync(SignIn.TokenPath, [.. form, ("client_id", The.Web)]), // the public id of a confidential client
            await broker.PostAsync(SignIn.TokenPath, [.. form, ("client_id", The.Web), ("client_secret", "")]),
            await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, ""), form),
            await broker.PostAsync(SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret + "x"), form),
            await broker.PostAsync(SignIn.TokenPath, Broker.Basic("stranger", The.WebSecret), form), // another one
            await broker.PostAsync(SignIn.TokenPath, [.. form, ("client_id", The.Spa)]), // a public one
            await broker.PostAsync(SignIn.TokenPath, [.. form, ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", "x")]),
        ];
        Assert.All(refused, answer => Assert.True(answer.Status is 400 or 401 && answer.Error is "invalid_client" or "invalid_grant" or "invalid_request", answer.Body));
        Assert.Equal(200, (await broker.PostAsync(SignIn.TokenPath, Basic, form)).Status);
    }

    private static System.Net.Http.Headers.AuthenticationHeaderValue Basic => Broker.Basic(The.Web, The.WebSecret);

    private static async Task SwitchOffAsync(SignInWorld world, string thing, System.Text.Json.JsonElement tokens, System.Text.Json.JsonElement offline)
    {
        var broker = world.Broker;
        var user = Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sub").GetString()!; // openid was asked for
        switch (thing)
        {
            case "user":
                Assert.True(await broker.Get<IUserStore>().SetStatusAsync(user, UserStatus.Blocked, CancellationToken.None));
                break;
            case "session":
                var sid = Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sid").GetString()!; // as above
                Assert.True(await broker.Get<Sessions.ISessionStore>().EndAsync(sid, CancellationToken.None));
                break;
            case "grant":
                var revoked = await broker.PostAsync("/oauth/revoke", Basic, ("token", offline.GetProperty("refresh_token").GetString()!)); // offline access was asked for
                Assert.Equal(200, revoked.Status);
                break;
            case "client":
                var store = broker.Get<IClientStore>();
                Assert.True(await store.TryUpdateAsync((await store.FindAsync(The.Web, CancellationToken.None))!.Client with { Status = ClientStatus.Disabled }, CancellationToken.None)); // it is of the cast
                broker.Get<ClientDirectory>().Forget(The.Web);
                break;
            default:
                Assert.True(await broker.Get<IClientStore>().DeleteAsync(The.Web, CancellationToken.None));
                broker.Get<ClientDirectory>().Forget(The.Web);
                break;
        }
    }

    private static Task<Answer> RedeemAsync(Broker broker, string code) => broker.PostAsync(SignIn.TokenPath, Basic, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

    private static async Task<Answer> UserInfoAsync(Broker broker, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        return await Answer.OfAsync(await broker.Http.SendAsync(request));
    }
}
