using Microsoft.Extensions.DependencyInjection;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Backups;

/// <summary>What one broker has on one machine: its folder with the master key, and its database.</summary>
internal sealed class Machine : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly string? database;

    public Machine(string engine) => database = engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null;

    public string this[string name] => directory[name];

    /// <summary>Another machine, to which the key was brought and nothing else.</summary>
    public static Machine With(Machine former, string engine)
    {
        var machine = new Machine(engine);
        File.Copy(former["master.key"], machine["master.key"]);
        return machine;
    }

    public Task WriteKeyAsync(byte[] key) => directory.WriteSecretAsync("master.key", Convert.ToBase64String(key));

    public TokgateServerOptions Options(ManualTime time) => new()
    {
        EnvironmentName = "Development",
        Issuer = Broker.Issuer,
        Urls = "http://127.0.0.1:0",
        DataDirectory = directory.Path,
        Database = database,
        TimeProvider = time,
        LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning,
    };

    public async Task<SignInWorld> StartAsync(TikTokEmulator tikTok, ManualTime time) => SignInWorld.Of(
        await Broker.StartAsync(TokenWorld.Clients, database, directory.Path, time, connections: [SignInWorld.Connection(tikTok.BaseAddress)]), tikTok);

    /// <summary>Whether anything was made in the database.</summary>
    public async Task<bool> IsEmptyAsync()
    {
        await using var app = TokgateServer.Create(Options(new ManualTime()));
        await using var connection = await app.Services.GetRequiredService<Tokgate.Server.Storage.StorageConnections>().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of two constants
        command.CommandText = database is null ? "select count(*) from sqlite_schema" : "select count(*) from pg_tables where schemaname = current_schema()";
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())! == 0; // a count is never null
    }

    public void Dispose() => directory.Dispose();
}
