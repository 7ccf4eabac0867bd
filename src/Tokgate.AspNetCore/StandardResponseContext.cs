using System.Text.Json.Serialization;

namespace Tokgate.AspNetCore;

/// <summary>Writes TikTok's tokens in RFC 6749's form for the framework, without reflection.</summary>
[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class StandardResponseContext : JsonSerializerContext;
