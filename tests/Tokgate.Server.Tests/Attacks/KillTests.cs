using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>A real process, killed without a word among sign-ins, again and again. What it said before it died holds afterwards, and what it did not say is not half there.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1";

    [Fact]
    public async Task T_36_Kill_9_among_sign_ins_loses_nothing_and_doubles_nothing()
    {
        // To walk the same way again, set it to what a failed run printed. Which request is hit still depends on the machine.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TOKGATE_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"TOKGATE_TEST_SEED={seed}");
        using var directory = new TempDirectory();
        await using var tikTok = await TikTokEmulator.StartAsync();
        using var broker = new BrokerProcess(directory.Path, tikTok.BaseAddress);
        var run = new KillRun(broker, tikTok, seed, signIns: IsLong ? 1000 : 100, kills: IsLong ? 120 : 12);
        var clock = Stopwatch.StartNew();
        await run.RunAsync();
        output.WriteLine($"{run.SignIns} sign-ins, {run.Starts.Count - 1} kills, {run.Lost} answers lost, {clock.Elapsed.TotalSeconds:f1} s; start to ready: {string.Join(' ', run.Starts.Select(start => $"{start.Elapsed.TotalMilliseconds:f0} ({start.Work.TotalMilliseconds:f0})"))} ms (of work)");
        Assert.True(run.Failures.IsEmpty, $"seed {seed}: {string.Join('\n', run.Failures)}");
        Assert.Equal(IsLong ? 120 : 12, run.Starts.Count - 1);

        // By the work of the process, since other tests run beside this one: on a machine that does nothing else the clock shows no more than that.
        Assert.InRange(run.Starts.Min(start => start.Work), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        broker.Kill();
        using var database = new SqliteConnection($"Data Source={directory["tokgate.db"]};Pooling=False");
        database.Open();
        Assert.Equal("ok", Scalar(database, "select group_concat(integrity_check) from pragma_integrity_check"));
        Assert.Equal(0L, Scalar(database, "select count(*) from pragma_foreign_key_check"));
        Assert.Equal((long)run.Subjects.Count, Scalar(database, "select count(*) from users"));
        Assert.Equal((long)run.Subjects.Count, Scalar(database, "select count(distinct open_id) from identities"));
        Assert.Equal(0L, Scalar(database, "select count(*) from users where id not in (select user_id from identities)"));
        Assert.Equal(0L, Scalar(database, "select count(*) from sessions where user_id not in (select user_id from identities)"));
        Assert.Equal(0L, Scalar(database, "select count(*) from grants where session_id not in (select id from sessions)"));
        Assert.Equal(0L, Scalar(database, "select count(*) from refresh_tokens where grant_id not in (select id from grants where redeemed_at is not null)"));
    }

    private static object? Scalar(SqliteConnection database, string query)
    {
#pragma warning disable CA2100 // written above
        using var command = new SqliteCommand(query, database);
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
