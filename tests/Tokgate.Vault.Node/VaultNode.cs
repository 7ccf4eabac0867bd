using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tokgate.Vault.Node;

/// <summary>The vault as an application has it, on a database that others use too.</summary>
internal sealed class VaultNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly StoreWitness _store;
    private readonly Lock _speaking = new();

    public VaultNode(string engine, string connectionString, NodeApps apps, TimeSpan lease, IEnumerable<string> masterKeys)
    {
        Points = new Points(Say);
        _store = new StoreWitness(Points);
        apps.Open(Points);
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddDbContext<NodeContext>(builder => (engine == "PostgreSQL" ? builder.UseNpgsql(connectionString) : builder.UseSqlite(connectionString)).AddInterceptors(_store));
        services.AddSingleton<ITikTokAppSource>(apps);
        services.AddSingleton<IGrantEventReceiver, Unheard>();
        services.AddTikTokVaultStore<NodeContext>();
        var keys = masterKeys.Select(static text => new NodeKey(text)).ToList();
        services.AddTikTokVault(new MasterKeyRing(keys[0], keys.Skip(1)), options =>
        {
            options.ReadWait = TimeSpan.FromSeconds(20);
            options.ClockSkew = TimeSpan.Zero;
            options.Lease = lease;
            options.RefreshDeadline = lease * 0.9;
        });
        _services = services.BuildServiceProvider();
        Vault = _services.GetRequiredService<TikTokVault>();
    }

    public TikTokVault Vault { get; }

    public Points Points { get; }

    /// <summary>One line, whole, whoever else speaks.</summary>
    public void Say(string line)
    {
        lock (_speaking)
        {
            Console.Out.WriteLine(line);
        }
    }

    public async Task ReadAsync(string grantId, int callers, long refusedGeneration)
    {
        var began = Stopwatch.GetTimestamp();
        var request = new TokenRequest { RefusedGeneration = refusedGeneration == 0 ? null : refusedGeneration };
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(grantId, request))));
        Say(JsonSerializer.Serialize(new ReadReport(
            [.. answers.Select(static answer => answer.Error).OfType<string>()],
            [.. answers.Select(static answer => answer.Token).OfType<string>().Distinct()],
            [.. answers.Select(static answer => answer.Generation).Distinct()],
            _store.CommittedAt > began ? _store.CommittedAt : 0,
            [.. answers.Select(static answer => answer.At)])));
    }

    public async Task RewrapAsync() => Say($"{await Vault.RewrapAsync()}");

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<(string? Error, string? Token, long Generation, long At)> CallAsync(string grantId, TokenRequest request)
    {
        try
        {
            var answer = await Vault.GetAccessTokenAsync(grantId, request);
            var at = Stopwatch.GetTimestamp();
            return answer.IsActive
                ? (null, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answer.AccessToken.Reveal()))), answer.Grant.Generation, at)
                : ($"{answer.Standing} {answer.Cause}", null, answer.Grant?.Generation ?? 0, at);
        }
#pragma warning disable CA1031 // it is what is measured, and the test judges it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (exception.GetType().Name, null, 0, Stopwatch.GetTimestamp());
        }
    }
}
