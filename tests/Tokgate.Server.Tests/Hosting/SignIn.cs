using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>A broker with one person signed in, as the TikTok leg would leave them, and the calls that a client makes from there.</summary>
internal sealed class SignIn : IAsyncDisposable
{
    public const string TokenPath = "/oauth/token";
    public const string RedirectUri = "https://app.example/cb";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // RFC 7636, appendix B
    public const string Legacy = "legacy";
    public const string Other = "other";
    public const string Secret = "secret-of-the-tests-0002";
    public const string UserId = "usr-0123456789abcdefghijkl";
    public const string SessionId = "sid-0123456789abcdefghijkl";
    public const string FullProfile =
        """
        {"name":"Zoë ✨","preferred_username":"zoe","picture":"https://p16.example/zoe.jpeg","profile":"https://www.tiktok.com/@zoe","updated_at":1790000000,"nickname":" ","email":"x@tiktok.invalid","email_verified":false,
         "https://tokgate.dev/claims/tiktok":{"open_id":"open-1","bio_description":"","is_verified":true,"follower_count":0,"likes_count":null}}
        """;

    private SignIn(Broker broker) => Broker = broker;

    public static IReadOnlyList<TokgateServerClient> Clients { get; } =
    [
        .. The.Clients,
        new() { Id = Legacy, Secret = Secret, RedirectUris = [RedirectUri], RequiresPkce = false },
        new() { Id = Other, Secret = Secret, RedirectUris = [RedirectUri] },
    ];

    public Broker Broker { get; }

    public AuthorizedRequest Request => new()
    {
        ClientId = The.Web,
        RedirectUri = RedirectUri,
        Scopes = ["openid", "profile", "offline_access"],
        UserId = UserId,
        SessionId = SessionId,
        AuthenticatedAt = Broker.Time.GetUtcNow(),
        Nonce = "n-0S6_WzA2Mj",
        CodeChallenge = Challenge,
        IsOffline = true,
        UpstreamScopes = ["user.info.basic", "user.info.profile"],
    };

    public static async Task<SignIn> StartAsync(
        string engine = "SQLite", string profile = FullProfile, string? dataDirectory = null, ManualTime? time = null, bool isThere = false,
        params string[] arguments)
    {
        var broker = await Broker.StartAsync(Clients, engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null, dataDirectory, time, arguments: arguments);
        var signIn = new SignIn(broker);
        if (isThere)
        {
            return signIn;
        }

        var now = broker.Time.GetUtcNow();
        await signIn.WriteAsync(context =>
        {
            AddPerson(context, now, profile);
            return context.SaveChangesAsync();
        });
        return signIn;
    }

    /// <summary>Somebody with a live session, to be saved by the caller.</summary>
    public static void AddPerson(TokgateDbContext context, DateTimeOffset now, string profile = "{}")
    {
        context.Users.Add(new UserRow { Id = UserId, Status = "Active", Claims = profile, CreatedAt = now, UpdatedAt = now });
        context.Sessions.Add(new SessionRow
        {
            Id = SessionId,
            HandleHash = [1],
            UserId = UserId,
            Connection = "tiktok",
            TikTokApp = "app",
            AskedScopes = "user.info.basic",
            GrantedScopes = "user.info.basic",
            CreatedAt = now,
            AuthTime = now,
            IdleExpiresAt = now + TimeSpan.FromDays(3),
            ExpiresAt = now + TimeSpan.FromDays(7),
        });
    }

    public Task<int> WriteAsync(Func<TokgateDbContext, Task<int>> operation) => Broker.Get<IWriteDoor>().WriteAsync(operation, CancellationToken.None);

    public Task EndSessionAsync()
    {
        var now = Broker.Time.GetUtcNow();
        return WriteAsync(context => context.Sessions.ExecuteUpdateAsync(row => row.SetProperty(to => to.EndedAt, now)));
    }

    public Task BlockUserAsync() => WriteAsync(context => context.Users.ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")));

    public async Task ChangeClientAsync(string id, Func<Client, Client> change)
    {
        var store = Broker.Get<IClientStore>();
        Assert.True(await store.TryUpdateAsync(change((await store.FindAsync(id, CancellationToken.None))!.Client), CancellationToken.None)); // it is of the cast
        Broker.Get<ClientDirectory>().Forget(id);
    }

    public async Task<string> CodeAsync(AuthorizedRequest? request = null) =>
        (await Broker.Get<IAuthorizationCodes>().IssueAsync(request ?? Request, CancellationToken.None)).Reveal();

    public Task<Answer> RedeemAsync(string code, params (string Name, string? Value)[] changes) => TokenAsync(
        The.Web, The.WebSecret, [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", Verifier)], changes);

    public Task<Answer> RefreshAsync(string token, params (string Name, string? Value)[] changes) =>
        TokenAsync(The.Web, The.WebSecret, [("grant_type", "refresh_token"), ("refresh_token", token)], changes);

    /// <summary>A change with null takes the parameter away; client_id changes who calls.</summary>
    public Task<Answer> TokenAsync(string client, string secret, (string Name, string? Value)[] form, params (string Name, string? Value)[] changes)
    {
        var fields = form.Where(field => changes.All(change => change.Name != field.Name)).Concat(changes.Where(change => change.Value is not null && change.Name != "client_id"));
        if (changes.FirstOrDefault(change => change.Name == "client_id").Value is { } other)
        {
            (client, secret) = (other, Secret);
        }

        return Broker.PostAsync(TokenPath, Broker.Basic(client, secret), [.. fields.Select(field => (field.Name, field.Value!))]); // null was taken away
    }

    public async Task<JsonElement> TokensAsync(AuthorizedRequest? request = null)
    {
        var answer = await RedeemAsync(await CodeAsync(request));
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    public async Task<Answer> UserInfoAsync(string token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await Broker.Http.SendAsync(request));
    }

    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}
