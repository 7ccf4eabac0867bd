using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Protocol;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>A broker beside an emulator in which somebody agrees to everything at once.</summary>
public sealed class SignInWorld : IAsyncDisposable
{
    public const string Callback = "https://app.example/cb";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private SignInWorld(Broker broker, TikTokEmulator tikTok)
    {
        Broker = broker;
        TikTok = tikTok;
    }

    public Broker Broker { get; }

    public TikTokEmulator TikTok { get; }

    public static async Task<SignInWorld> StartAsync(IReadOnlyList<TokgateServerClient>? clients = null, string? database = null, Func<Uri, IReadOnlyList<TokgateServerConnection>>? connections = null, params string[] arguments)
    {
        var tikTok = await TikTokEmulator.StartAsync();
        try
        {
            await tikTok.ConsentAsync("creator_full");
            return new SignInWorld(await Broker.StartAsync(clients ?? SignInClients, database, connections: connections?.Invoke(tikTok.BaseAddress) ?? [Connection(tikTok.BaseAddress)], arguments: arguments), tikTok);
        }
        catch
        {
            await tikTok.DisposeAsync();
            throw;
        }
    }

    public static SignInWorld Of(Broker broker, TikTokEmulator tikTok) => new(broker, tikTok);

    public static TokgateServerConnection Connection(Uri address, string name = "tiktok", string clientKey = TikTokEmulator.ProductionClientKey) => new()
    {
        Name = name,
        ClientKey = clientKey,
        ClientSecret = TikTokEmulator.ClientSecret,
        Address = address,
        ApprovedScopes = ["user.info.basic", "user.info.profile", "user.info.stats"],
        IsActiveForConnectedAccounts = true,
    };

    public static IReadOnlyList<TokgateServerClient> SignInClients { get; } =
    [
        new()
        {
            Id = The.Web, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [Callback, "https://app.example/other?tenant=1"],
            Scopes = ["openid", "profile", "offline_access", "user.info.stats", "video.list"],
        },
        new() { Id = The.Spa, IsPublic = true, IsFirstParty = true, RedirectUris = ["https://spa.example/cb"] },
        new() { Id = "stranger", Name = "Stranger & Co", Secret = The.WebSecret, RequiresPkce = false, RedirectUris = ["https://stranger.example/cb"] },
    ];

    /// <summary>What a code was written down with.</summary>
    internal async Task<GrantRow> GrantOfAsync(string code)
    {
        await using var context = await Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        var hash = Handle.HashOf(code);
        return await context.Grants.SingleAsync(grant => grant.CodeHash == hash);
    }

    public Browser NewBrowser() => new(Broker);

    /// <summary>An authorization request of the web client; a null value takes a parameter out.</summary>
    public static string Authorize(params (string Name, string? Value)[] changes)
    {
        var parameters = new List<(string Name, string? Value)> { ("client_id", The.Web), ("redirect_uri", Callback), ("response_type", "code"), ("scope", "openid profile"), ("state", "s t/ä") };
        foreach (var (name, value) in changes)
        {
            var index = parameters.FindIndex(pair => pair.Name == name);
            if (index < 0)
            {
                parameters.Add((name, value));
            }
            else
            {
                parameters[index] = (name, value);
            }
        }

        return "/authorize?" + string.Join('&', parameters.Where(pair => pair.Value is not null).Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value!)}")); // not null, as just seen
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await TikTok.DisposeAsync();
    }
}
