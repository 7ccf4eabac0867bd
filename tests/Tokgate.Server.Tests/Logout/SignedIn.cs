using System.Text.Json;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Logout;

/// <summary>A browser with somebody signed in, the tokens of the client they signed in to, and the steps of a logout.</summary>
internal sealed class SignedIn : IDisposable
{
    public const string Cookie = "tokgate-session";
    public const string Path = "/oidc/logout";
    public const string ConfirmPath = "/oidc/logout/confirm";

    private readonly SignInWorld world;
    private readonly JsonElement tokens;

    private SignedIn(SignInWorld world, Browser browser, JsonElement tokens)
    {
        this.world = world;
        this.tokens = tokens;
        Browser = browser;
    }

    public Browser Browser { get; }

    public string IdToken => Token("id_token");

    public static async Task<SignedIn> StartAsync(SignInWorld world, string scope = "openid profile", string persona = "creator_full", string client = The.Web)
    {
        await world.TikTok.ConsentAsync(persona);
        var browser = world.NewBrowser();
        var tokens = await TokensAsync(world, browser, client, client == The.Web ? SignInWorld.Callback : $"https://{client}.example/cb", scope);
        await world.TikTok.ConsentAsync("creator_full");
        return new SignedIn(world, browser, tokens);
    }

    /// <summary>Another client's ID token of the same session.</summary>
    public Task<string> OtherIdTokenAsync() => IdTokenOfAsync(SignIn.Other, "https://other.example/cb");

    public async Task<string> IdTokenOfAsync(string client, string callback) =>
        (await TokensAsync(world, Browser, client, callback, "openid")).GetProperty("id_token").GetString()!; // always there with openid

    public string Token(string name) => tokens.GetProperty(name).GetString()!; // the client asked for it

    public Task<Answer> LogoutAsync(params (string Name, string Value)[] parameters) => LogoutAsync("GET", parameters);

    /// <summary>By GET, or by a form on the client's site, with which the browser sends no cookies, and the GET that it is led to.</summary>
    public async Task<Answer> LogoutAsync(string method, params (string Name, string Value)[] parameters)
    {
        if (method == "GET")
        {
            return await Browser.StepAsync(Path + "?" + string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")));
        }

        using var crossSite = world.NewBrowser();
        var posted = await crossSite.StepPostAsync(Path, parameters);
        if (!posted.Headers.TryGetValue("Location", out var location))
        {
            return posted;
        }

        Assert.Equal(303, posted.Status);
        Assert.StartsWith(Broker.Issuer + Path, location, StringComparison.Ordinal);
        Assert.DoesNotContain("id_token_hint", location, StringComparison.Ordinal);
        return await Browser.StepAsync(location);
    }

    public Task<Answer> DecideAsync(Answer page, string decision = "sign-out") => Browser.StepPostAsync(ConfirmPath, ("request", HandleOf(page)), ("decision", decision));

    public static string HandleOf(Answer page) => Regex.Match(page.Body, "name=\"request\" value=\"([^\"]+)\"").Groups[1].Value;

    public async Task<bool> IsSignedInAsync()
    {
        var answer = await Browser.GoAsync(SignInWorld.Authorize(("prompt", "none")));
        Assert.True(answer.Query.ContainsKey("code") || answer.Query["error"] == "login_required", answer.Headers["Location"]);
        return answer.Query.ContainsKey("code");
    }

    public void Dispose() => Browser.Dispose();

    private static async Task<JsonElement> TokensAsync(SignInWorld world, Browser browser, string client, string callback, string scope)
    {
        var landed = await browser.GoAsync(SignInWorld.Authorize(("client_id", client), ("redirect_uri", callback), ("scope", scope)));
        var answer = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(client, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", callback));
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }
}
