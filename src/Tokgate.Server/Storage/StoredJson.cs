using System.Text.Json.Serialization;
using Tokgate.Server.Clients;

namespace Tokgate.Server.Storage;

/// <summary>How documents stand in rows. Enums by name, so that a reordered enum does not change what is stored.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Client))]
internal sealed partial class StoredJson : JsonSerializerContext;
