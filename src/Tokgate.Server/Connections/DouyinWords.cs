using System.Text.Json.Serialization;

namespace Tokgate.Server.Connections;

[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class DouyinWords : JsonSerializerContext;
