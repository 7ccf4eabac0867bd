using System.Buffers;
using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Tokgate.Server.Backups;

/// <summary>
/// Writes the one file: a zip with a line of JSON per row, the manifest behind the tables, and over the manifest a box that only the master key makes. So nothing in it can be
/// changed unseen, and whoever has the wrong key is told before anything is restored. The master key itself is never in it.
/// </summary>
internal sealed class BackupWriter(ZipArchive zip)
{
    public const string ManifestEntry = "manifest.json";
    public const string SealEntry = "manifest.seal";

    private const int FlushAt = 64 * 1024;

    private static readonly JsonWriterOptions Lines = new() { SkipValidation = true };

    public static string EntryOf(string table) => $"tables/{table}.jsonl";

    public async Task<BackupTable> WriteTableAsync(string name, DbDataReader reader, CancellationToken cancellationToken)
    {
        var columns = ColumnKinds.Of(reader);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        var rows = 0L;
        await using var entry = await zip.CreateEntry(EntryOf(name), CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var json = new Utf8JsonWriter(buffer, Lines);
        while (await reader.ReadAsync(cancellationToken))
        {
            WriteRow(json, reader, columns);
            buffer.Write("\n"u8);
            rows++;
            if (buffer.WrittenCount >= FlushAt)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return new BackupTable(name, columns, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task FlushAsync()
        {
            hash.AppendData(buffer.WrittenSpan);
            await entry.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }

    public async Task WriteManifestAsync(BackupManifest manifest, Func<byte[], byte[]> seal, CancellationToken cancellationToken)
    {
        var json = manifest.ToJson();
        await WriteEntryAsync(ManifestEntry, json, cancellationToken);
        await WriteEntryAsync(SealEntry, seal(SHA256.HashData(json)), cancellationToken);
    }

    private static void WriteRow(Utf8JsonWriter json, DbDataReader reader, IReadOnlyList<BackupColumn> columns)
    {
        json.WriteStartArray();
        for (var index = 0; index < columns.Count; index++)
        {
            if (reader.IsDBNull(index))
            {
                json.WriteNullValue();
                continue;
            }

            switch (columns[index].Kind)
            {
                case ColumnKind.Text:
                    json.WriteStringValue(reader.GetString(index));
                    break;
                case ColumnKind.Bytes:
                    json.WriteBase64StringValue(reader.GetFieldValue<byte[]>(index));
                    break;
                case ColumnKind.Boolean:
                    json.WriteNumberValue(reader.GetBoolean(index) ? 1 : 0);
                    break;
                default:
                    json.WriteNumberValue(Convert.ToInt64(reader.GetValue(index), System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndArray();
        json.Flush();
        json.Reset();
    }

    private async Task WriteEntryAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await entry.WriteAsync(content, cancellationToken);
    }
}
