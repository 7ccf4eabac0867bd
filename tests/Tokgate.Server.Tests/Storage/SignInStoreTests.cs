using System.Text.Json;
using Microsoft.Extensions.Options;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Upstream;
using Tokgate.Server.Users;
using Tokgate.TikTok;

namespace Tokgate.Server.Tests.Storage;

/// <summary>Who is who: one TikTok account of one TikTok app is one user, and whether two apps know the same person the connection decides.</summary>
public sealed class SignInStoreTests
{
    private static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Apps_of_a_connection_share_a_person_by_union_id_only_if_it_says_so(string engine)
    {
        await using var database = await OpenAsync(engine);
        var joined = ConnectionOf("joined", joins: true, "a", "b");
        var apart = ConnectionOf("apart", joins: false, "c", "d");
        var first = await SignInAsync(database, joined, "a", "open-a", "union");

        Assert.Equal(first, await SignInAsync(database, joined, "b", "open-b", "union"));
        Assert.Equal(first, await SignInAsync(database, joined, "b", "open-b", null));
        Assert.NotEqual(first, await SignInAsync(database, joined, "b", "open-x", null));
        Assert.NotEqual(first, await SignInAsync(database, joined, "b", "open-y", "other"));
        var stranger = await SignInAsync(database, apart, "c", "open-a", "union");
        Assert.NotEqual(first, stranger);
        Assert.NotEqual(stranger, await SignInAsync(database, apart, "d", "open-d", "union"));

        // The policy may change; who people are does not.
        Assert.Equal(first, await SignInAsync(database, ConnectionOf("joined", joins: false, "a", "b"), "b", "open-b", "union"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_placeholder_address_is_unverified_and_nobody_s(string engine)
    {
        await using var database = await OpenAsync(engine);
        var id = await SignInAsync(database, ConnectionOf("tiktok", joins: false, "a"), "a", "open-a", null);
        var plain = (await database.Get<IUserStore>().FindAsync(id, None))!.Claims; // just made
        Assert.False(plain.TryGetProperty("email", out _));
        Assert.Equal("Camille", plain.GetProperty("name").GetString());
        Assert.Equal(database.Time.GetUtcNow().ToUnixTimeSeconds(), plain.GetProperty("updated_at").GetInt64());

        await SignInAsync(database, ConnectionOf("tiktok", joins: false, "a", placeholder: "users.invalid"), "a", "open-a", null);
        var claims = (await database.Get<IUserStore>().FindAsync(id, None))!.Claims; // as before
        Assert.Equal($"{id.ToLowerInvariant()}@users.invalid", claims.GetProperty("email").GetString());
        Assert.False(claims.GetProperty("email_verified").GetBoolean());
    }

    private static async Task<Database> OpenAsync(string engine)
    {
        var database = await Database.OpenAsync(engine);
        await database.Get<IClientStore>().TryCreateAsync(new Client { Id = The.Web, Name = "Web", Type = ClientType.Confidential }, [], None);
        return database;
    }

    private static async Task<string> SignInAsync(Database database, Connection connection, string app, string openId, string? unionId)
    {
        var outcome = await database.Get<ISignInStore>().CompleteAsync(
            new Server.Upstream.SignIn
            {
                Connection = connection,
                TikTokApp = app,
                OpenId = openId,
                UnionId = unionId,
                Profile = JsonElement.Parse("""{"display_name":"Camille"}"""),
                AskedScopes = "user.info.basic",
                GrantedScopes = TikTokScopes.Of("user.info.basic"),
                Request = new AuthorizationRequest { ClientId = The.Web, RedirectUri = SignInWorld.Callback, Scopes = ["openid"] },
                NeedsConsent = false,
                Session = Handle.New(HandleKind.Session),
                Code = Handle.New(HandleKind.AuthorizationCode),
            },
            None);
        Assert.Equal(SignInStanding.Authorized, outcome.Standing);
        return outcome.Session!.UserId; // authorized
    }

    private static Connection ConnectionOf(string name, bool joins, string app, string? other = null, string? placeholder = null)
    {
        var apps = new[] { app, other }.OfType<string>().Select(key => new TikTokAppConfig(key) { ClientSecret = Tokgate.TikTok.ClientSecret.From("secret") }).ToList();
        var config = new ConnectionConfig(name, apps) { LiveApp = app, JoinsByUnionId = joins, PlaceholderEmailDomain = placeholder };
        var http = new HttpClient();
        return new Connection(
            config, new Issuer(Options.Create(new IssuerOptions { Issuer = Broker.Issuer })), (platform, key) => UpstreamClients.Connect(http, platform, key, TimeProvider.System));
    }
}
