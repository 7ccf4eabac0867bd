using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokgate.Server.Backups;

/// <summary>What a backup says of itself.</summary>
internal sealed record BackupManifest
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>Of the program that made it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Issuer { get; init; }

    public required string Engine { get; init; }

    /// <summary>The master key that opens what is sealed in it.</summary>
    public required string MasterKeyId { get; init; }

    /// <summary>What the schema was, in order.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>In the order in which they can be filled.</summary>
    public required IReadOnlyList<BackupTable> Tables { get; init; }

    [JsonIgnore]
    public long Rows => Tables.Sum(static table => table.Rows);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    public static BackupManifest? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
