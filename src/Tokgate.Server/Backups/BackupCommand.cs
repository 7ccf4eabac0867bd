using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;
using Tokgate.Server.Storage;
using Tokgate.Vault;

namespace Tokgate.Server.Backups;

/// <summary>Backup and restore, for the command line: <c>backup FILE</c>, <c>restore FILE</c> and <c>after-restore</c> in front of the program's own arguments.</summary>
/// <remarks>
/// Owns the file's format and what a restored database must have lost. Does not own copies that the database makes itself, which the guide recommends beside it for
/// less loss, nor the master key, which is never in a backup.
/// </remarks>
internal sealed class BackupCommand(
    StorageConnections connections, TableCatalogue tables, ISchemaState schema, MasterKeyRing ring, Issuer issuer, IOptions<StorageOptions> storage, TimeProvider time)
{
    private readonly SealingKey key = ring.Derive("backup");

    /// <summary>Where the manifest's box stands.</summary>
    public static ReadOnlySpan<byte> Place => "backup-manifest"u8;

    /// <summary>Null if the arguments are no command of ours.</summary>
    public static Task<string>? Of(string[] arguments) => arguments switch
    {
        ["backup", var file, .. var rest] when !IsOption(file) => TokgateServer.BackUpAsync(Options(rest), file),
        ["restore", var file, .. var rest] when !IsOption(file) => TokgateServer.RestoreAsync(Options(rest), file),
        ["after-restore", .. var rest] => TokgateServer.AfterRestoreAsync(Options(rest)),
        ["backup" or "restore", ..] => throw new SetupException(ErrorIds.BackupPlaceUnusable, $"Name the file: {arguments[0]} FILE."),
        _ => null,
    };

    /// <summary>The program as it is set up, without starting it.</summary>
    public static async Task<string> RunAsync(TokgateServerOptions options, Func<BackupCommand, Task<string>> run)
    {
        await using var app = TokgateServer.Create(options);
        return await run(app.Services.GetRequiredService<BackupCommand>());
    }

    public async Task<string> BackUpAsync(string file, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var path = Path.GetFullPath(file);
        var aside = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.partial";
        try
        {
            if (File.Exists(path))
            {
                throw new SetupException(ErrorIds.BackupPlaceUnusable, $"{path} is there already. A backup is never written over another one.");
            }

            await using var snapshot = await DatabaseSnapshot.OpenAsync(connections, cancellationToken);
            BackupManifest manifest;
            await using (var content = new FileStream(aside, Private()))
            {
                manifest = await WriteAsync(snapshot, content, cancellationToken);
                Sync(content);
            }

            File.Move(aside, path, overwrite: false);
            return FormattableString.Invariant($"{manifest.Rows} rows of {manifest.Tables.Count} tables are in {path} after {time.GetElapsedTime(began).TotalSeconds:0.0} s. ")
                + $"It opens with the master key {manifest.MasterKeyId} only: keep that elsewhere.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(ErrorIds.BackupPlaceUnusable, $"The backup cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (File.Exists(aside))
            {
                File.Delete(aside);
            }
        }
    }

    public async Task<string> RestoreAsync(string file, CancellationToken cancellationToken)
    {
        using var reader = await BackupReader.OpenAsync(Path.GetFullPath(file), key, cancellationToken);
        var manifest = reader.Manifest;
        if (!storage.Value.IsPostgreSql && Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(storage.Value.Database).DataSource)) is { } folder && !Directory.Exists(folder))
        {
            PrivateDirectory.Create(folder);
        }

        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var target = new RestoreTarget(connection, transaction);
        var known = target.Scripts.ToDictionary(static script => script.Name, StringComparer.Ordinal);
        if (manifest.Migrations.FirstOrDefault(name => !known.ContainsKey(name)) is { } newer)
        {
            throw new SetupException(ErrorIds.BackupOfNewer, $"The backup is of a newer version ({manifest.Version}): this program does not know the migration {newer}. Nothing was restored.");
        }

        if (await target.FindTableAsync(manifest.Tables.Select(static table => table.Name), cancellationToken) is { } there)
        {
            throw new SetupException(ErrorIds.RestoreTargetNotEmpty, $"The database is not empty: it has the table {there}. A backup is restored into a new database. Nothing was changed.");
        }

        // As it was, then filled, and only then what came since: a migration may have to do something to the rows.
        var now = time.GetUtcNow();
        await target.MigrateAsync(manifest.Migrations.Select(name => known[name]), now, cancellationToken);
        foreach (var table in manifest.Tables)
        {
            await target.FillAsync(table, reader.RowsAsync(table, cancellationToken), cancellationToken);
        }

        await target.SettleAsync(cancellationToken);
        await target.MigrateAsync(target.Scripts.Where(script => !manifest.Migrations.Contains(script.Name, StringComparer.Ordinal)), now, cancellationToken);
        var outcome = await RestoreEpoch.BeginAsync(connection, transaction, RandomId.New(), now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return FormattableString.Invariant($"{manifest.Rows} rows of {manifest.Tables.Count} tables are restored, as they were at {manifest.CreatedAt:u}. ") + Tell(outcome);
    }

    public async Task<string> AfterRestoreAsync(CancellationToken cancellationToken)
    {
        if (await schema.FindFaultAsync(cancellationToken) is { } fault)
        {
            throw new SetupException(fault.ErrorId, fault.Message);
        }

        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var outcome = await RestoreEpoch.BeginAsync(connection, transaction, RandomId.New(), time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Tell(outcome);
    }

    // There is no other way to the disk: what FlushAsync leaves is in the system's hands.
    private static void Sync(FileStream file) => file.Flush(flushToDisk: true);

    private static bool IsOption(string argument) => argument.StartsWith('-');

    private static TokgateServerOptions Options(string[] rest) => new() { Arguments = rest, LogLevel = LogLevel.Warning };

    // What is sealed in it stays sealed, but people's names are not.
    private static FileStreamOptions Private()
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 128 * 1024 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return how;
    }

    private static string Tell(RestoreOutcome outcome) => FormattableString.Invariant(
        $"Everybody is signed out: {outcome.EndedGrants} grants of applications were ended, and every code, session and refresh token of before is refused. ")
        + FormattableString.Invariant($"{outcome.AmbiguousGrants} TikTok grants are ambiguous until their next refresh. {outcome.DeadDeliveries} deliveries were waiting; none of them is sent by itself.");

    private async Task<BackupManifest> WriteAsync(DatabaseSnapshot snapshot, Stream content, CancellationToken cancellationToken)
    {
        var createdAt = time.GetUtcNow();
        var migrations = await snapshot.MigrationsAsync(cancellationToken);
        if (await schema.FindFaultAsync(cancellationToken) is { } fault)
        {
            throw new SetupException(fault.ErrorId, fault.Message);
        }

        if (migrations.Except(MigrationScript.For(storage.Value.IsPostgreSql).Select(static script => script.Name), StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            throw new SetupException(ErrorIds.BackupOfNewer, $"The database is of a newer version: this program does not know what the migration {newer} brought, and would leave it out. Make the backup with the newer one.");
        }

        await using var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true);
        var writer = new BackupWriter(zip);
        var written = new List<BackupTable>();
        foreach (var table in (await tables.ListAsync(cancellationToken)).Except(RestoreEpoch.Dropped, StringComparer.Ordinal))
        {
            written.Add(await snapshot.ReadAsync(table, rows => writer.WriteTableAsync(table, rows, cancellationToken), cancellationToken));
        }

        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            Version = typeof(BackupCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            CreatedAt = createdAt,
            Issuer = issuer.Value,
            Engine = storage.Value.IsPostgreSql ? "PostgreSQL" : "SQLite",
            MasterKeyId = ring.CurrentId,
            Migrations = migrations,
            Tables = written,
        };
        await writer.WriteManifestAsync(manifest, hash => key.Seal(hash, Place), cancellationToken);
        return manifest;
    }
}
