using System.Net.Http.Headers;
using System.Text.Json;
using Tokgate.Emulator;
using Tokgate.Server.Apis;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>A broker beside an emulator, with one client that may read TikTok tokens, one that may not, and the operator's own.</summary>
internal sealed class TokenWorld : IAsyncDisposable
{
    public const string Standard = "urn:ietf:params:oauth:grant-type:token-exchange";
    public const string Auth0 = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    public const string RefreshToken = "urn:ietf:params:oauth:token-type:refresh_token";
    public const string Auth0Token = "http://auth0.com/oauth/token-type/federated-connection-access-token";

    /// <summary>One that curl's -u sends as it is.</summary>
    public const string GuideSecret = "guide-secret-of-the-tests-0001";

    private const string Other = "other-reader";
    private const string Administrator = "administrator";

    private TokenWorld(SignInWorld world) => World = world;

    public static IReadOnlyList<TokgateServerClient> Clients { get; } =
    [
        new()
        {
            Id = The.Web, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], MayReadTikTokTokens = true,
            Scopes = ["openid", "profile", "offline_access", "user.info.stats"],
        },
        new() { Id = "plain", Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback] },
        new() { Id = Other, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], MayReadTikTokTokens = true },
        new() { Id = "elsewhere", Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], MayReadTikTokTokens = true, Connections = ["second"] },
        new() { Id = "guide", Secret = GuideSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], MayReadTikTokTokens = true },
        new() { Id = The.Spa, IsPublic = true, IsFirstParty = true, RedirectUris = ["https://spa.example/cb"] },
        new() { Id = Administrator, IsMachine = true, Secret = The.MachineSecret, IsAdministrator = true },
    ];

    public SignInWorld World { get; }

    public Broker Broker => World.Broker;

    public TikTokVault Vault => Broker.Get<TikTokVault>();

    public static async Task<TokenWorld> StartAsync(string engine = "SQLite", bool keepsTokens = true, string? dataDirectory = null) => new(await SignInWorld.StartAsync(
        Clients,
        engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
        address =>
        [
            new TokgateServerConnection
            {
                ClientKey = TikTokEmulator.ProductionClientKey,
                ClientSecret = TikTokEmulator.ClientSecret,
                Address = address,
                ApprovedScopes = ["user.info.basic", "user.info.profile", "user.info.stats"],
                KeepsTokens = keepsTokens,
            },
        ],
        dataDirectory is null ? [] : [$"--Tokgate:DataDirectory={dataDirectory}"]));

    /// <summary>Our tokens of somebody who has just signed in.</summary>
    public async Task<JsonElement> SignInAsync(string client = The.Web, string scope = "openid profile offline_access")
    {
        using var browser = World.NewBrowser();
        var landed = await browser.GoAsync(SignInWorld.Authorize(("client_id", client), ("scope", scope)));
        var answer = await Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(client, client == "guide" ? GuideSecret : The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    /// <summary>A change with null takes a parameter away; client_id changes who calls.</summary>
    public Task<Answer> ExchangeAsync(JsonElement tokens, params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] form =
        [
            ("grant_type", Standard), ("subject_token", tokens.GetProperty("refresh_token").GetString()), ("subject_token_type", RefreshToken), ("connection", "tiktok"),
        ];
        var fields = form.Where(field => changes.All(change => change.Name != field.Name)).Concat(changes).Where(field => field.Value is not null && field.Name != "client_id");
        var client = changes.FirstOrDefault(change => change.Name == "client_id").Value ?? The.Web;
        return Broker.PostAsync(SignIn.TokenPath, Broker.Basic(client, The.WebSecret), [.. fields.Select(field => (field.Name, field.Value!))]); // null was taken away
    }

    /// <summary>A token of the management API, with these scopes.</summary>
    public async Task<string> AdministratorAsync(string? scope = ManagementScopes.ReadGrantTokens)
    {
        (string, string)[] form = [("grant_type", "client_credentials"), ("audience", Broker.Issuer + "/api/v2/")];
        var answer = await Broker.PostAsync(SignIn.TokenPath, Broker.Basic(Administrator, The.MachineSecret), scope is null ? form : [.. form, ("scope", scope)]);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json.GetProperty("access_token").GetString()!; // as just seen
    }

    public async Task<Answer> ReadAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await Broker.Http.SendAsync(request));
    }

    public static string SubjectOf(JsonElement tokens) => Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sub").GetString()!; // openid was asked for

    /// <summary>How often TikTok was asked for this.</summary>
    public async Task<int> AskedAsync(string path, string grantType = "")
    {
        var requests = await World.TikTok.ReadRequestsAsync();
        return requests.EnumerateArray().Count(request => request.GetProperty("path").GetString() == path && request.GetRawText().Contains(grantType, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
