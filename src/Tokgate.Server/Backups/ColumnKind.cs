using System.Text.Json.Serialization;

namespace Tokgate.Server.Backups;

/// <summary>What a column holds, whatever the engine calls it. Truth is an integer on one engine and a type of its own on the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
internal enum ColumnKind
{
    Text,
    Integer,
    Boolean,
    Bytes,
}
