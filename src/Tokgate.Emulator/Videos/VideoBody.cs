using System.Text.Json;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Videos;

/// <summary>The JSON bodies of the video calls. An empty body is an empty object; any other type than JSON is refused.</summary>
internal static class VideoBody
{
    public static bool TryReadList(Received request, out long? cursor, out long? maxCount)
    {
        cursor = null;
        maxCount = null;
        if (!TryParse(request, out var document))
        {
            return false;
        }

        using (document)
        {
            return document is null
                || (TryNumber(document.RootElement, "cursor", out cursor) && TryNumber(document.RootElement, "max_count", out maxCount));
        }
    }

    public static bool TryReadQuery(Received request, out HashSet<string>? ids)
    {
        ids = null;
        if (!TryParse(request, out var document))
        {
            return false;
        }

        using (document)
        {
            if (document is null
                || !document.RootElement.TryGetProperty("filters", out var filters) || filters.ValueKind != JsonValueKind.Object
                || !filters.TryGetProperty("video_ids", out var list) || list.ValueKind != JsonValueKind.Array
                || list.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
            {
                return false;
            }

            ids = [.. list.EnumerateArray().Select(id => id.GetString()!)]; // checked above: all are strings
            return true;
        }
    }

    private static bool TryParse(Received request, out JsonDocument? document)
    {
        document = null;
        if (request.Body is not { } body || (body.Length > 0 && !request.IsMediaType("application/json")))
        {
            return false;
        }

        if (body.Length == 0)
        {
            return true;
        }

        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
        }
        catch (JsonException)
        {
            return false;
        }

        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static bool TryNumber(JsonElement body, string name, out long? number)
    {
        number = null;
        // Both members are optional, and clients that serialise an unset one as null mean that it is absent.
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var read) || read < 0)
        {
            return false;
        }

        number = read;
        return true;
    }
}
