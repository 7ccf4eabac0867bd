using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary>
/// A JSON object of the control API, read member by member. Problems gather here, so that a caller hears of all of them at once; getters answer
/// the fallback for what is missing or wrong, and the endpoint looks at <see cref="Problems"/> before it acts.
/// </summary>
internal sealed class ControlBody
{
    public const int LongestText = 20_000;
    public const int MostItems = 1_000;

    private readonly JsonElement body;
    private readonly string path;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    private ControlBody(JsonElement body, string path, List<ControlProblem> problems)
    {
        this.body = body;
        this.path = path;
        Problems = problems;
    }

    public List<ControlProblem> Problems { get; }

    /// <summary>The refusal, or null with the body read.</summary>
    public static Answer? Read(Received request, out ControlBody body)
    {
        body = new ControlBody(default, "$", []);
        if (request.Body is null)
        {
            return ControlAnswers.Error(413, new ControlProblem(ErrorIds.BodyTooLarge, "The body is larger than 64 kB.", "body", "Send less at once."));
        }

        if (!request.IsMediaType("application/json"))
        {
            return ControlAnswers.Error(
                415, new ControlProblem(ErrorIds.BodyNotJson, "The body is not JSON by its Content-Type.", "Content-Type", "Send Content-Type: application/json."));
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ControlAnswers.Error(400, new ControlProblem(ErrorIds.BodyNotJson, "The body is not a JSON object.", "$", "Send an object: {…}."));
            }

            Decode(document.RootElement);
            body = new ControlBody(document.RootElement.Clone(), "$", []);
            return null;
        }
        catch (InvalidOperationException)
        {
            return ControlAnswers.Error(
                400, new ControlProblem(ErrorIds.BodyNotJson, "A text holds half a surrogate pair.", "body", "Send valid Unicode."));
        }
        catch (JsonException failure)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}");
            return ControlAnswers.Error(
                400, new ControlProblem(ErrorIds.BodyNotJson, "The body cannot be read as JSON.", where, "Send one JSON object, no member twice, at most 16 levels."));
        }
    }

    /// <summary>To be called last: what no getter asked for is not known.</summary>
    public Answer? Refuse()
    {
        RefuseUnknownMembers();
        return Problems.Count > 0 ? ControlAnswers.Error(400, Problems) : null;
    }

    public bool Has(string name)
    {
        known.Add(name);
        return body.TryGetProperty(name, out _);
    }

    public bool IsNull(string name) => Has(name) && body.GetProperty(name).ValueKind == JsonValueKind.Null;

    /// <summary>A text that may be null.</summary>
    public string? Text(string name, string? fallback)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text)
        {
            return text;
        }

        Bad(name, $"It must be text of at most {LongestText} characters, or null.");
        return fallback;
    }

    public string RequiredText(string name, string? fallback)
    {
        var text = Text(name, fallback);
        if (string.IsNullOrEmpty(text) && Problems.TrueForAll(problem => problem.Where != Where(name)))
        {
            Bad(name, "It is required and must not be empty.");
        }

        return text ?? "";
    }

    public bool Flag(string name, bool fallback) => NullableFlag(name, fallback) ?? fallback;

    public bool? NullableFlag(string name, bool? fallback)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Null when fallback is null || name.StartsWith("is_", StringComparison.Ordinal):
                return null;
            default:
                Bad(name, "It must be true or false.");
                return fallback;
        }
    }

    public long Number(string name, long fallback, long least, long most) => NullableNumber(name, fallback, least, most) ?? NullRefused(name, fallback);

    public long? NullableNumber(string name, long? fallback, long least, long most)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Bad(name, string.Create(CultureInfo.InvariantCulture, $"It must be an integer from {least} to {most}."));
        return fallback;
    }

    public string Choice(string name, string fallback, params ReadOnlySpan<string> choices)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString()!)) // a JSON string is not null
        {
            return value.GetString()!;
        }

        Bad(name, $"It must be one of: {string.Join(", ", choices.ToArray())}.");
        return fallback;
    }

    public ImmutableArray<string> Texts(string name, ImmutableArray<string> fallback) => NullableTexts(name, fallback) ?? [];

    public ImmutableArray<string>? NullableTexts(string name, ImmutableArray<string>? fallback)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MostItems
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 and <= 512 }))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)]; // checked above: all are strings
        }

        Bad(name, $"It must be a list of at most {MostItems} texts of 1 to 512 characters.");
        return fallback;
    }

    /// <summary>A nested object, or null when it is absent. Its problems are gathered here too.</summary>
    public ControlBody? Object(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new ControlBody(value, Where(name), Problems);
        }

        Bad(name, "It must be an object.");
        return null;
    }

    /// <summary>A list of objects, or null when it is absent.</summary>
    public IReadOnlyList<ControlBody>? Objects(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MostItems
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
        {
            return
            [
                .. value.EnumerateArray().Select((item, i) =>
                    new ControlBody(item, string.Create(CultureInfo.InvariantCulture, $"{Where(name)}[{i}]"), Problems)),
            ];
        }

        Bad(name, $"It must be a list of at most {MostItems} objects.");
        return null;
    }

    public void RefuseUnknownMembers()
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                var name = member.Name.Length <= 64 ? member.Name : member.Name[..64];
                var mend = $"Known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
                Problems.Add(new ControlProblem(ErrorIds.UnknownMember, $"The member '{name}' is not known.", Where(name), mend));
            }
        }
    }

    public void Bad(string name, string mend) =>
        Problems.Add(new ControlProblem(ErrorIds.BadMember, $"The member '{name}' has a value that cannot be used.", Where(name), mend));

    public string Where(string name) => $"{path}.{name}";

    /// <summary>The parser accepts escapes of half a character and throws only when the text is read: so all of it is read here, once.</summary>
    private static void Decode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Decode(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Decode(member.Value);
                }

                break;
            default:
                break;
        }
    }

    private bool TryGet(string name, out JsonElement value)
    {
        known.Add(name);
        return body.TryGetProperty(name, out value);
    }

    private long NullRefused(string name, long fallback)
    {
        Bad(name, "It must be an integer.");
        return fallback;
    }
}
