using System.Text.Json.Serialization;

namespace Tokgate.Server.Clients;

/// <summary>A client's content as one text, to compare. How it stands in a row is Storage's.</summary>
[JsonSerializable(typeof(Client))]
internal sealed partial class ClientJson : JsonSerializerContext;
