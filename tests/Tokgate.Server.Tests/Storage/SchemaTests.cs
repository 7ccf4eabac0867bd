using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Storage;

/// <summary>Migrations are written by hand, so the model EF believes in is held against what they make.</summary>
public sealed class SchemaTests
{
    private const string SqliteCatalogue =
        """
        select 'column ' || t.name || '.' || c.name || ' ' || lower(c.type) || ' ' || (c."notnull" or c.pk > 0) || ' ' || c.pk from sqlite_schema t, pragma_table_xinfo(t.name) c where t.type = 'table'
        union all
        select 'index ' || t.name || ' ' || i."unique" || ' ' || (select group_concat(name) from (select name from pragma_index_info(i.name) order by seqno))
            from sqlite_schema t, pragma_index_list(t.name) i where t.type = 'table' and i.origin = 'c'
        union all
        select 'key ' || t.name || '.' || f."from" || ' ' || f."table" || '.' || f."to" || ' ' || f.on_delete from sqlite_schema t, pragma_foreign_key_list(t.name) f where t.type = 'table'
        """;

    private const string PostgreSqlCatalogue =
        """
        select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns where table_schema = current_schema()
        union all
        select 'index ' || tablename || ' ' || regexp_replace(regexp_replace(indexdef, 'INDEX .* USING', 'INDEX USING'), ' COLLATE "C"', '', 'g') from pg_indexes where schemaname = current_schema()
        union all
        select 'key ' || conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint where contype in ('f', 'p') and connamespace = current_schema()::regnamespace
        """;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_model_is_what_the_migrations_make(string engine)
    {
        await using var migrated = await Database.OpenAsync(engine);
        await using var context = migrated.Context();
        var script = context.Database.GenerateCreateScript();
        var catalogue = engine == "SQLite" ? SqliteCatalogue : PostgreSqlCatalogue;
        var fromMigrations = await ReadAsync(engine, migrated.ConnectionString, catalogue, null);
        using var directory = new TempDirectory();
        var fromModel = await ReadAsync(engine, engine == "SQLite" ? $"Data Source={directory["model.db"]};Pooling=false" : PostgreSqlCluster.NewConnectionString(), catalogue, script);
        Assert.True(fromModel.Count > 15);
        Assert.Equal(fromModel, fromMigrations);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Sixteen_starters_apply_each_migration_once(string engine)
    {
        await using var first = await Database.OpenAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            await using var database = await Database.OpenAsync(engine, first.ConnectionString);
        })));
        await using var context = first.Context();
        var applied = await context.Database.SqlQuery<string>($"select name as \"Value\" from schema_migrations").ToListAsync();
        Assert.Equal(MigrationScript.For(engine == "PostgreSQL").Select(script => script.Name), applied.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_migration_whose_content_changed_afterwards_is_refused(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await database.Door.WriteAsync(context => context.Database.ExecuteSqlRawAsync("update schema_migrations set checksum = 'other'"), CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<SetupException>(() => database.Get<Migrator>().RunAsync(CancellationToken.None));
        Assert.Equal(ErrorIds.MigrationChanged, refusal.Id);
    }

    [Fact]
    public void Both_databases_have_the_same_migrations() =>
        Assert.Equal(MigrationScript.For(postgreSql: false).Select(script => script.Name), MigrationScript.For(postgreSql: true).Select(script => script.Name));

    private static async Task<List<string>> ReadAsync(string engine, string connectionString, string catalogue, string? script)
    {
        await using DbConnection connection = engine == "SQLite" ? new SqliteConnection(connectionString) : new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // EF's own script and the constants above
        if (script is not null)
        {
            await using var create = connection.CreateCommand();
            create.CommandText = script;
            await create.ExecuteNonQueryAsync();
        }

        await using var command = connection.CreateCommand();
        command.CommandText = catalogue;
#pragma warning restore CA2100
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        // Each schema has its own name before its tables.
        var schema = new NpgsqlConnectionStringBuilder(engine == "SQLite" ? "" : connectionString).SearchPath;
        return [.. lines.Select(line => schema is null ? line : line.Replace(schema + ".", "", StringComparison.Ordinal))
            .Where(line => !line.Contains("schema_migrations", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
