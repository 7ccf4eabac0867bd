using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.TikTok;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>An emulator, a database, and as many nodes with a vault as a test wants. Times are those of tests: seconds.</summary>
public sealed class World : IAsyncDisposable
{
    private const string RedirectUri = "http://localhost:5080/signin-tiktok";

    private static readonly TimeSpan s_held = TimeSpan.FromMinutes(1);

    private readonly List<ServiceProvider> _nodes = [];
    private int _people;

    private World(TikTokEmulator emulator, string engine)
    {
        Emulator = emulator;
        Database = new Database(engine);
        Apps = new Apps(emulator.BaseAddress, Time);
    }

    public static TheoryData<string> Engines => Database.Engines;

    public TikTokEmulator Emulator { get; }

    public Database Database { get; }

    public ShiftedTime Time { get; } = new();

    public Apps Apps { get; }

    public Heard Heard { get; } = new();

    public MasterKeyRing Keys { get; set; } = new(new Some.Key(1));

    public TikTokVault Vault => field ??= Node();

    public LogCapture Logs { get; } = new();

    public static async Task<World> StartAsync(string engine = "SQLite") => new(await TikTokEmulator.StartAsync(), engine);

    /// <summary>Seconds instead of minutes; and waits after failures so long that no test comes upon a second try by chance.</summary>
    public static void Quick(VaultOptions options)
    {
        options.MinRefreshInterval = TimeSpan.FromMinutes(1);
        options.ReadWait = TimeSpan.FromSeconds(10);
        options.RefreshDeadline = TimeSpan.FromSeconds(5);
        options.ClockSkew = TimeSpan.Zero;
        options.Lease = TimeSpan.FromSeconds(6);
        options.Backoff = TimeSpan.FromSeconds(30);
        options.PauseBackoff = TimeSpan.FromSeconds(30);
        options.CommitRetryFor = TimeSpan.FromSeconds(20);
    }

    /// <summary>One more process, as it were: it shares nothing with the others but the database.</summary>
    public TikTokVault Node(Action<VaultOptions>? change = null, Func<IVaultDatabase, IVaultDatabase>? through = null) => Services(change, through).GetRequiredService<TikTokVault>();

    public ServiceProvider Services(Action<VaultOptions>? change = null, Func<IVaultDatabase, IVaultDatabase>? through = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Logs).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning));
        services.AddSingleton<TimeProvider>(Time);
        services.AddDbContext<VaultContext>(Database.Configure);
        services.AddSingleton<ITikTokAppSource>(Apps);
        services.AddSingleton<IGrantEventReceiver>(Heard);
        services.AddTikTokVaultStore<VaultContext>();
        if (through is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(provider => through(ActivatorUtilities.CreateInstance<ContextVaultDatabase<VaultContext>>(provider))));
        }

        services.AddTikTokVault(Keys, options =>
        {
            Quick(options);
            change?.Invoke(options);
        });
        var node = services.BuildServiceProvider();
        _nodes.Add(node);
        return node;
    }

    /// <summary>Somebody signs in by the emulator, and the tokens go into the vault.</summary>
    public async Task<Grant> SignInAsync(string user = "creator_full", string? owner = null, TikTokScopes? scopes = null) =>
        await Vault.KeepAsync(GrantHandOver.From(TikTokEmulator.SandboxClientKey, "tiktok", owner ?? $"owner-{Interlocked.Increment(ref _people)}", await TokensAsync(user, scopes)));

    /// <summary>As above, and the access token's life is over by everybody's clock; the refresh token is good.</summary>
    public async Task<Grant> ExpiredAsync()
    {
        var tokens = await TokensAsync();
        return await Vault.KeepAsync(new GrantHandOver
        {
            TikTokApp = TikTokEmulator.SandboxClientKey,
            Connection = "tiktok",
            Owner = $"owner-{Interlocked.Increment(ref _people)}",
            OpenId = tokens.OpenId,
            Scopes = tokens.Scopes,
            AccessToken = tokens.AccessToken,
            AccessExpiresAt = Time.GetUtcNow() - TimeSpan.FromMinutes(1),
            RefreshToken = tokens.RefreshToken,
            RefreshExpiresAt = tokens.RefreshExpiresAt,
        });
    }

    public async Task<TikTokTokens> TokensAsync(string user = "creator_full", TikTokScopes? scopes = null)
    {
        await Emulator.ConsentAsync(user);
        var verifier = CodeVerifier.Create();
        var client = Apps.Client();
        using var browser = new BrowserWalker();
        var rest = await browser.FollowUntilAsync(
            new Uri(client.BuildAuthorizationUri(new TikTokAuthorizationRequest
            {
                RedirectUri = RedirectUri,
                Scopes = scopes ?? TikTokScopes.Of("user.info.basic", "video.list"),
                State = "state-1",
                CodeChallenge = verifier.ToChallenge(),
            })),
            uri => uri.AbsolutePath != "/v2/auth/authorize/");
        var callback = TikTokCallback.Parse(QueryHelpers.ParseQuery(rest.Query).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value)));
        return (await client.ExchangeCodeAsync(callback.Code!, RedirectUri, verifier)).Value!; // the emulator consents and gives
    }

    /// <summary>The access token's life is over, here and at the emulator.</summary>
    public async Task PassAsync(TimeSpan? time = null)
    {
        Time.Advance(time ?? TimeSpan.FromHours(3));
        await Emulator.AdvanceClockAsync(time ?? TimeSpan.FromHours(3));
    }

    public Task FaultAsync(string kind, int count = 1, string endpoint = "token", object? more = null)
    {
        var fault = new Dictionary<string, object?> { ["endpoint"] = endpoint, ["kind"] = kind, ["count"] = count };
        foreach (var property in more?.GetType().GetProperties() ?? [])
        {
            fault[property.Name] = property.GetValue(more);
        }

        return Emulator.PostAsync("/_emulator/faults", fault);
    }

    /// <summary>The next refresh stays at the emulator, before its effect, until <see cref="ReleaseAsync"/>.</summary>
    public Task HoldAsync() => FaultAsync("delay", more: new { delay_ms = (int)s_held.TotalMilliseconds });

    /// <summary>The emulator's waits follow its clock.</summary>
    public Task ReleaseAsync() => Emulator.AdvanceClockAsync(s_held);

    /// <summary>A refresh of the grant is on record here and has arrived there.</summary>
    public Task HeldAsync(Grant grant) => Eventually.HoldsAsync(async () => (await FindAsync(grant)).Lease is not null && await AreFaultsUsedAsync());

    /// <summary>Whoever was to be hit by a fault has arrived at the emulator.</summary>
    public Task FaultsAreUsedAsync() => Eventually.HoldsAsync(AreFaultsUsedAsync);

    /// <summary>Requests that reached the emulator, by what they asked for: a grant type, or the path.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync(string what = "refresh_token") => [.. (await Emulator.ReadRequestsAsync()).EnumerateArray().Where(request =>
        request.TryGetProperty("form", out var form) && form.TryGetProperty("grant_type", out var type) ? type.GetString() == what : request.GetProperty("path").GetString()!.Contains(what, StringComparison.Ordinal))];

    public async Task ForgetRequestsAsync() =>
        (await Emulator.Control.DeleteAsync(new Uri("/_emulator/requests", UriKind.Relative))).EnsureSuccessStatusCode();

    public async Task<Grant> FindAsync(Grant grant) => await Vault.FindAsync(grant.Id) ?? throw new InvalidOperationException("The grant is gone.");

    /// <summary>Whether TikTok's API takes the token.</summary>
    public async Task<bool> WorksAsync(TokenAnswer answer) =>
        (await Apps.Client().GetUserAsync(answer.AccessToken!, answer.Grant!.Scopes)).IsSuccess; // asked only of active answers

    /// <summary>Whether the person's authorization still stands at the emulator.</summary>
    public async Task<bool> IsAuthorizedAsync(Grant grant)
    {
        using var response = await Emulator.Control.GetAsync(new Uri("/_emulator/authorizations", UriKind.Relative));
        using var all = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return all.RootElement.EnumerateArray().Any(one => one.GetProperty("open_id").GetString() == grant.OpenId);
    }

    /// <summary>Events come by background work.</summary>
    public async Task<IReadOnlyList<GrantEvent>> EventsAsync()
    {
        await Vault.WorkAsync();
        return Heard.Events;
    }

    /// <summary>Until there are no more.</summary>
    public async Task<IReadOnlyList<GrantEvent>> AllEventsAsync()
    {
        for (var heard = -1; heard != Heard.Events.Count;)
        {
            heard = Heard.Events.Count;
            await Vault.WorkAsync();
        }

        return Heard.Events;
    }

    private async Task<bool> AreFaultsUsedAsync() => await Emulator.Control.GetStringAsync(new Uri("/_emulator/faults", UriKind.Relative)) is "[]";

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Emulator.DisposeAsync();
        Apps.Dispose();
        Logs.Dispose();
        Database.Dispose();
    }
}
