using System.Text.Json;
using System.Text.Unicode;

namespace Tokgate.TikTok;

/// <summary>Parses JSON from outside: valid UTF-8, bounded depth, no member twice (two parsers could each believe another one).</summary>
internal static class StrictJson
{
    // Deep enough for anything documented (videos: 4), far from what recursion would mind.
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Null when it is no JSON object. Without the parser's exception, whose message quotes its input.</summary>
    public static JsonElement? ObjectOrNull(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return null;
        }

        if (json.Contains((byte)'\\'))
        {
            var mended = json.ToArray();
            LoneSurrogates.Mend(mended);
            json = mended;
        }

        try
        {
            var root = JsonElement.Parse(json, s_options);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
