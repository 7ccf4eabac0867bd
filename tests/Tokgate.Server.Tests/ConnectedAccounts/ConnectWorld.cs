using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.ConnectedAccounts;

/// <summary>A shop whose people sign in by this broker, and one with people of its own. Both connect further TikTok accounts to them.</summary>
internal sealed class ConnectWorld : IAsyncDisposable
{
    public const string Audience = Broker.Issuer + "/me/";
    public const string Scopes = "create:me:connected_accounts read:me:connected_accounts delete:me:connected_accounts";
    public const string Back = "https://app.example/connected";
    public const string Own = "own-people";

    private ConnectWorld(SignInWorld world) => World = world;

    public SignInWorld World { get; }

    public Broker Broker => World.Broker;

    public TikTokVault Vault => Broker.Get<TikTokVault>();

    public static async Task<ConnectWorld> StartAsync(string engine = "SQLite", bool isForAccounts = true)
    {
        var audiences = new Dictionary<string, IReadOnlyList<string>> { [Audience] = Scopes.Split(' ') };
        return new ConnectWorld(await SignInWorld.StartAsync(
            [
                new() { Id = The.Web, Secret = The.WebSecret, Name = "The shop", IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback, Back], Audiences = audiences, MayReadTikTokTokens = true },
                new() { Id = "other-shop", Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback, Back], Audiences = audiences },
                new() { Id = Own, Secret = The.WebSecret, Name = "A shop of its own", RequiresPkce = false, RedirectUris = [Back], Audiences = audiences, MayReadTikTokTokens = true },
                new() { Id = "reader", Secret = The.WebSecret, IsMachine = true, Audiences = new Dictionary<string, IReadOnlyList<string>> { [Audience] = ["read:me:connected_accounts"] } },
            ],
            engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
            address =>
            [
                new TokgateServerConnection
                {
                    ClientKey = TikTokEmulator.ProductionClientKey,
                    ClientSecret = TikTokEmulator.ClientSecret,
                    Address = address,
                    ApprovedScopes = ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"],
                    IsActiveForConnectedAccounts = isForAccounts,
                },
            ]));
    }

    /// <summary>Signs somebody in, and gives the application's token for their accounts.</summary>
    public async Task<string> SignInAsync(Browser browser, string persona = "creator_full", string client = The.Web)
    {
        await World.TikTok.ConsentAsync(persona);
        var landed = await browser.GoAsync(SignInWorld.Authorize(("client_id", client), ("scope", $"openid profile {Scopes}"), ("audience", Audience), ("prompt", "login")));
        var answer = await Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(client, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Member("access_token");
    }

    public async Task<string> MachineTokenAsync(string client = Own)
    {
        var answer = await Broker.PostAsync(SignIn.TokenPath, Broker.Basic(client, The.WebSecret), ("grant_type", "client_credentials"), ("audience", Audience));
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Member("access_token");
    }

    public Task<Answer> ConnectAsync(string token, params (string Name, JsonNode? Value)[] changes) => PostAsync(
        "connect",
        token,
        [("connection", "tiktok"), ("redirect_uri", Back), ("state", "s t"), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256")],
        changes);

    public Task<Answer> CompleteAsync(string token, Answer begun, string? code, params (string Name, JsonNode? Value)[] changes) => PostAsync(
        "complete",
        token,
        [("auth_session", begun.Member("auth_session")), ("connect_code", code), ("redirect_uri", Back), ("code_verifier", SignInWorld.Verifier)],
        changes);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string token, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, "/me/v1/connected-accounts/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await Broker.Http.SendAsync(request));
    }

    public async Task<IReadOnlyList<JsonElement>> AccountsAsync(string token, string query = "")
    {
        var answer = await SendAsync(HttpMethod.Get, "accounts" + query, token);
        Assert.True(answer.Status == 200, answer.Body);
        return [.. answer.Json.GetProperty("accounts").EnumerateArray()];
    }

    /// <summary>The id of the failure on a page.</summary>
    public static string ShownBy(Answer answer) => System.Text.RegularExpressions.Regex.Match(answer.Body, "TTK[0-9]{4}").Value;

    public static string TicketOf(Answer begun) => begun.Json.GetProperty("connect_params").GetProperty("ticket").GetString()!;

    /// <summary>What a person does: opens the link, presses the button, says yes at TikTok.</summary>
    public async Task<Answer> WalkAsync(Browser browser, Answer begun, string persona = "basic_only")
    {
        await World.TikTok.ConsentAsync(persona);
        var page = await browser.GoAsync($"/connect?ticket={TicketOf(begun)}");
        return page.Status == 200 ? await browser.PostAsync("/connect", ("ticket", TicketOf(begun))) : page;
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private Task<Answer> PostAsync(string path, string token, (string Name, JsonNode? Value)[] members, (string Name, JsonNode? Value)[] changes)
    {
        var body = new JsonObject();
        foreach (var (name, value) in members.Concat(changes))
        {
            body[name] = value?.DeepClone();
        }

        return SendAsync(HttpMethod.Post, path, token, body);
    }
}
