using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tokgate.Emulator;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>The vault in a process of its own, which can be killed.</summary>
internal sealed class NodeProcess : IDisposable
{
    // The long form changes the master key of 100,000 grants while other tests kill processes beside it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" ? 600 : 60);

    private readonly Process _process;
    private bool _isDisposed;

    private NodeProcess(Process process) => _process = process;

    /// <summary>What the node makes of its lease: how long it waits for TikTok, from taking it on.</summary>
    public static TimeSpan RefreshDeadline(TimeSpan lease) => lease * 0.9;

    /// <summary>Starts one; the caller awaits <see cref="HearAsync"/> for <c>ready</c>.</summary>
    public static NodeProcess Start(World world, TimeSpan? lease = null, params IReadOnlyList<byte> masterKeys)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0"; // most of them live for a second
        var milliseconds = (lease ?? TimeSpan.FromSeconds(10)).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        foreach (var argument in (IEnumerable<string>)
            [
                Path.Combine(AppContext.BaseDirectory, "Tokgate.Vault.Node.dll"), world.Database.IsPostgreSql ? "PostgreSQL" : "SQLite", world.Database.ConnectionString,
                world.Emulator.BaseAddress.AbsoluteUri, TikTokEmulator.SandboxClientKey, TikTokEmulator.ClientSecret, milliseconds,
                .. (masterKeys.Count == 0 ? [1] : masterKeys).Select(Some.Key.Text),
            ])
        {
            start.ArgumentList.Add(argument);
        }

        return new NodeProcess(Process.Start(start)!); // dotnet runs this test
    }

    public static async Task<NodeProcess> StartReadyAsync(World world, TimeSpan? lease = null, params IReadOnlyList<byte> masterKeys)
    {
        var node = Start(world, lease, masterKeys);
        await node.ExpectAsync("ready");
        return node;
    }

    public Task SayAsync(string command) => _process.StandardInput.WriteLineAsync(command);

    public async Task<string> HearAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The node ended without a word.");
    }

    public async Task ExpectAsync(string line) => Assert.Equal(line, await HearAsync());

    /// <summary>So many get past the point; whoever comes to it then says <c>at</c> and its name, and stays there.</summary>
    public async Task HoldAsync(string point, int passing = 0) => Assert.True(await TryHoldAsync(point, passing));

    /// <summary>False if the node had something else to say: a read has ended.</summary>
    public async Task<bool> TryHoldAsync(string point, int passing = 0)
    {
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"hold {point} {passing}"));
        return await HearAsync() == "holding";
    }

    /// <summary>So many callers at once, and what they got.</summary>
    public async Task<ReadReport> ReadAsync(Grant grant, int callers, long refusedGeneration = 0)
    {
        await BeginReadAsync(grant, callers, refusedGeneration);
        return JsonSerializer.Deserialize<ReadReport>(await HearAsync()) ?? throw new InvalidOperationException("The node said nothing.");
    }

    public Task BeginReadAsync(Grant grant, int callers, long refusedGeneration = 0) => SayAsync(string.Create(CultureInfo.InvariantCulture, $"read {grant.Id} {callers} {refusedGeneration}"));

    /// <summary>As the power would go: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Kill();
            _process.Dispose();
        }
    }
}
