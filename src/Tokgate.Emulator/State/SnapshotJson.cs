using System.Text.Json.Serialization;

namespace Tokgate.Emulator.State;

[JsonSerializable(typeof(WorldSnapshot))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
internal sealed partial class SnapshotJson : JsonSerializerContext;
