using System.Text.Json.Serialization;

namespace Tokgate.Server.Connections;

/// <summary>What is inside a sealed box: by client key the secret and, during a rotation, the one before. How a connection itself stands in a row is Storage's.</summary>
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class ConnectionJson : JsonSerializerContext;
