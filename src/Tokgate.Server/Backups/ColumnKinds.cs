using System.Data.Common;

namespace Tokgate.Server.Backups;

internal static class ColumnKinds
{
    /// <summary>The columns of a result, by the types that both engines declare.</summary>
    public static IReadOnlyList<BackupColumn> Of(DbDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(index => new BackupColumn(reader.GetName(index), Of(reader.GetDataTypeName(index))))];

    private static ColumnKind Of(string type) => type.ToUpperInvariant() switch
    {
        "TEXT" => ColumnKind.Text,
        "INTEGER" or "BIGINT" => ColumnKind.Integer,
        "BOOLEAN" => ColumnKind.Boolean,
        "BLOB" or "BYTEA" => ColumnKind.Bytes,
        _ => throw new InvalidOperationException($"A column of the type {type} cannot be backed up."), // a migration that brings one finds out by a test
    };
}
