using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Tokgate.Server.Storage;

internal sealed class StorageOptions
{
    /// <value><c>Data Source=…</c> is SQLite, <c>Host=…</c> PostgreSQL; null is a SQLite file in <see cref="DataDirectory"/>.</value>
    public string? Database { get; set; }

    public string DataDirectory { get; set; } = "./.tokgate";

    /// <value>Null migrates in Development and refuses in Production, where a schema changes when its operator says so.</value>
    public bool? Migrate { get; set; }

    public bool IsPostgreSql => Database?.StartsWith("Host=", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What the drivers get; the same for everybody, for they pool by it.</summary>
    public string ConnectionString
    {
        get
        {
            if (!IsPostgreSql)
            {
                return new SqliteConnectionStringBuilder(Database).ConnectionString;
            }

            var connection = new NpgsqlConnectionStringBuilder(Database);
            connection.MaxAutoPrepare = connection.MaxAutoPrepare == 0 ? 50 : connection.MaxAutoPrepare;
            return connection.ConnectionString;
        }
    }

    internal sealed class Validation(IHostEnvironment environment) : IPostConfigureOptions<StorageOptions>, IValidateOptions<StorageOptions>
    {
        public void PostConfigure(string? name, StorageOptions options)
        {
            options.DataDirectory = Path.GetFullPath(options.DataDirectory);
            options.Migrate ??= environment.IsDevelopment();
            if (string.IsNullOrWhiteSpace(options.Database))
            {
                options.Database = "Data Source=" + Path.Combine(options.DataDirectory, "tokgate.db");
            }
        }

        // The connection string is not repeated: it may hold a password.
        public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
            options.IsPostgreSql || options.Database!.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{ErrorIds.DatabaseInvalid}: Tokgate__Database must begin with 'Data Source=' (SQLite) or 'Host=' (PostgreSQL).");
    }
}
