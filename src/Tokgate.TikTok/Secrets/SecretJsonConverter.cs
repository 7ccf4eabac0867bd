using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokgate.TikTok;

/// <summary>
/// Writes any <see cref="Secret"/> as <c>"***"</c> and reads none: a secret that comes from JSON by accident came from the wrong place.
/// Public only because generated serialisers must be able to name it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SecretJsonConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return typeToConvert.IsAssignableTo(typeof(Secret));
    }

    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Secrets are not read from JSON by a serialiser; use From.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue("***");
    }
}
