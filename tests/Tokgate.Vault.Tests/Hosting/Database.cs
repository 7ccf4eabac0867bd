using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>An empty database with the tables of <see cref="VaultContext"/>.</summary>
public sealed class Database : IDisposable
{
    private readonly TempDirectory _directory = new();

    public Database(string engine)
    {
        IsPostgreSql = engine == "PostgreSQL";
        ConnectionString = IsPostgreSql ? PostgreSqlCluster.NewConnectionString() : $"Data Source={_directory["vault.db"]}";
        using var context = Open();
        if (!IsPostgreSql)
        {
            context.Database.ExecuteSqlRaw("pragma journal_mode = wal");
        }

        context.Database.ExecuteSqlRaw(context.Database.GenerateCreateScript());
    }

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    public bool IsPostgreSql { get; }

    public string ConnectionString { get; }

    public string this[string name] => _directory[name];

    public void Configure(DbContextOptionsBuilder builder)
    {
        if (IsPostgreSql)
        {
            builder.UseNpgsql(ConnectionString);
        }
        else
        {
            builder.UseSqlite(ConnectionString);
        }
    }

    public VaultContext Open()
    {
        var builder = new DbContextOptionsBuilder<VaultContext>();
        Configure(builder);
        return new VaultContext(builder.Options);
    }

    public void Dispose()
    {
        if (!IsPostgreSql)
        {
            using var context = Open();
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)context.Database.GetDbConnection());
        }

        _directory.Dispose();
    }
}
