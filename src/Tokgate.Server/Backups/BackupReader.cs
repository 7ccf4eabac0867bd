using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Tokgate.Vault;

namespace Tokgate.Server.Backups;

/// <summary>Reads a backup, after it has proved that it is whole and of the master key at hand.</summary>
internal sealed class BackupReader : IDisposable
{
    private const int MaxManifest = 1024 * 1024;

    private readonly ZipArchive zip;

    private BackupReader(ZipArchive zip, BackupManifest manifest)
    {
        this.zip = zip;
        Manifest = manifest;
    }

    public BackupManifest Manifest { get; }

    public static async Task<BackupReader> OpenAsync(string path, SealingKey key, CancellationToken cancellationToken)
    {
        ZipArchive zip;
        try
        {
            zip = await ZipFile.OpenReadAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception is InvalidDataException ? "it is no backup, or its end is missing" : exception.Message, exception);
        }

        try
        {
            var json = await ReadAsync(zip, BackupWriter.ManifestEntry, cancellationToken);
            var box = await ReadAsync(zip, BackupWriter.SealEntry, cancellationToken);
            if (!key.TryOpen(box, BackupCommand.Place, out var hash) || !CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(json)))
            {
                throw new SetupException(ErrorIds.BackupKeyOther, "The backup was made with another master key, or was changed since. Nothing was restored. Give the key of that time as Tokgate__MasterKeyFile, "
                    + "or beside a newer one as Tokgate__FormerMasterKeyFile.");
            }

            var manifest = BackupManifest.Parse(json) ?? throw Unreadable("its manifest cannot be read");
            if (manifest.Format != BackupManifest.CurrentFormat)
            {
                throw new SetupException(ErrorIds.BackupOfNewer, $"The backup has the format {manifest.Format}, and this program reads {BackupManifest.CurrentFormat}. Restore it with the version that made it ({manifest.Version}).");
            }

            var reader = new BackupReader(zip, manifest);
            await reader.CheckAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await zip.DisposeAsync();
            throw;
        }
    }

    public async IAsyncEnumerable<JsonElement> RowsAsync(BackupTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var entry = await Entry(zip, BackupWriter.EntryOf(table.Name)).OpenAsync(cancellationToken);
        using var lines = new StreamReader(entry);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonElement.Parse(line);
        }
    }

    public void Dispose() => zip.Dispose();

    // All of it before the first row is restored: what is found out in the middle is found out too late.
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var table in Manifest.Tables)
        {
            try
            {
                await using var entry = await Entry(zip, BackupWriter.EntryOf(table.Name)).OpenAsync(cancellationToken);
                if (!string.Equals(Convert.ToHexStringLower(await SHA256.HashDataAsync(entry, cancellationToken)), table.Sha256, StringComparison.Ordinal))
                {
                    throw Unreadable($"the table {table.Name} was changed");
                }
            }
            catch (InvalidDataException damaged)
            {
                throw Unreadable($"the table {table.Name} is damaged", damaged);
            }
        }
    }

    private static async Task<byte[]> ReadAsync(ZipArchive zip, string name, CancellationToken cancellationToken)
    {
        var entry = Entry(zip, name);
        if (entry.Length > MaxManifest)
        {
            throw Unreadable($"{name} is too large");
        }

        await using var stream = await entry.OpenAsync(cancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, cancellationToken);
        return memory.ToArray();
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw Unreadable($"{name} is missing");

    private static SetupException Unreadable(string why, Exception? cause = null)
    {
        var message = $"The backup cannot be read: {why}. Nothing was restored.";
        return cause is null ? new SetupException(ErrorIds.BackupUnreadable, message) : new SetupException(ErrorIds.BackupUnreadable, message, cause);
    }
}
