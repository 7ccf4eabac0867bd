using System.Text.Json.Serialization;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Logout;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

/// <summary>How documents stand in rows. Enums by name, so that a reordered enum does not change what is stored.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Client))]
[JsonSerializable(typeof(ConnectionConfig))]
[JsonSerializable(typeof(AuthorizationRequest))]
[JsonSerializable(typeof(LogoutRequest))]
internal sealed partial class StoredJson : JsonSerializerContext;
