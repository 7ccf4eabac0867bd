using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Storage;

/// <summary>The storage room alone, on one engine, migrated.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ServiceProvider services;

    private Database(string engine, string? connectionString)
    {
        ConnectionString = connectionString ?? (engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : $"Data Source={directory["test.db"]}");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tokgate:Database"] = ConnectionString,
            ["Tokgate:DataDirectory"] = directory.Path,
            ["Tokgate:Migrate"] = "true",
        }).Build();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<IHostEnvironment>(new Environment());
        collection.AddAudit(configuration);
        collection.AddStorage(configuration);
        collection.AddSingleton<ITikTokAppSource>(new NoApps());
        collection.AddTikTokVault(new MasterKeyRing(new SomeKey()));
        services = collection.BuildServiceProvider();
    }

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    public ManualTime Time { get; } = new();

    public string ConnectionString { get; }

    public IWriteDoor Door => Get<IWriteDoor>();

    public static async Task<Database> OpenAsync(string engine, string? connectionString = null)
    {
        var database = new Database(engine, connectionString);
        await database.Get<Migrator>().RunAsync(CancellationToken.None);
        return database;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public TokgateDbContext Context() => Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        directory.Dispose();
    }

    private sealed class NoApps : ITikTokAppSource
    {
        public ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default) => ValueTask.FromResult<TikTokApp?>(null);
    }

    private sealed class SomeKey : IMasterKeySource
    {
        public MasterKey Load() => MasterKey.FromBase64(Convert.ToBase64String(new byte[32]));
    }

    private sealed class Environment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
