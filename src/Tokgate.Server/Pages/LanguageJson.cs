using System.Text.Json.Serialization;

namespace Tokgate.Server.Pages;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Language))]
internal sealed partial class LanguageJson : JsonSerializerContext;
