using System.Text.Json.Serialization;

namespace Tokgate.Server.Logout;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LogoutNotice))]
internal sealed partial class LogoutNoticeJson : JsonSerializerContext;
