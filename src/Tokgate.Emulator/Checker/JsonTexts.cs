using System.Collections.Frozen;
using System.Text.Json;

namespace Tokgate.Emulator.Checker;

/// <summary>The top of a JSON document as texts. What is nested stands as its raw text.</summary>
internal static class JsonTexts
{
    public static readonly IReadOnlyDictionary<string, string> None = FrozenDictionary<string, string>.Empty;

    public static IReadOnlyDictionary<string, string> Read(byte[]? body)
    {
        if (body is null || !body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText(); // a JSON string is not null
            }

            return texts;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return None; // broken, or with half a character in it: nothing in it can be read
        }
    }
}
