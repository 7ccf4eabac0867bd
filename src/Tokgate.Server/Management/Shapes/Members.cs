using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Management.Shapes;

#pragma warning disable CA1822 // one vocabulary for a list of members: whether a kind of member has a default is no reason to call it in another way

/// <summary>The kinds of members there are. <c>null</c> gives a member the value that it has in <paramref name="empty"/>, its default.</summary>
internal sealed class Members<T>(T empty)
{
    public const int MaxItems = 1_000;

    public Member<T> Text(string name, Func<T, string?> get, Func<T, string, T>? set = null, int max = 500) => new(name, Type("string", max))
    {
        Kind = set is null ? MemberKind.ReadOnly : MemberKind.Open,
        Read = value => get(value) is { } text ? JsonValue.Create(text) : null,
        Take = (value, sent, path, faults) =>
        {
            if (sent is null)
            {
                return get(empty) is { } text ? set!(value, text) : Refuse(value, path, faults, "must be there, it has no default"); // open members alone are taken
            }

            return ReadText(sent.Value, max, path, faults) is { } read ? set!(value, read) : value; // as above
        },
    };

    /// <summary>A text that may be missing.</summary>
    public Member<T> Optional(string name, Func<T, string?> get, Func<T, string?, T> set, int max = 500) => new(name, Type("string", max))
    {
        Read = value => get(value) is { } text ? JsonValue.Create(text) : null,
        Take = (value, sent, path, faults) => sent is null ? set(value, null) : ReadText(sent.Value, max, path, faults) is { } read ? set(value, read.Length == 0 ? null : read) : value,
    };

    public Member<T> Flag(string name, Func<T, bool> get, Func<T, bool, T> set) => new(name, Type("boolean"))
    {
        Read = value => JsonValue.Create(get(value)),
        Take = (value, sent, path, faults) => sent switch
        {
            null => set(value, get(empty)),
            { ValueKind: JsonValueKind.True } => set(value, true),
            { ValueKind: JsonValueKind.False } => set(value, false),
            _ => Refuse(value, path, faults, "must be true or false"),
        },
    };

    /// <summary>A time in whole seconds.</summary>
    public Member<T> Seconds(string name, Func<T, TimeSpan> get, Func<T, TimeSpan, T> set) => new(name, Type("integer"))
    {
        Read = value => JsonValue.Create((long)get(value).TotalSeconds),
        Take = (value, sent, path, faults) => sent is null ? set(value, get(empty))
            : sent is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var seconds) && seconds >= 0 ? set(value, TimeSpan.FromSeconds(seconds))
            : Refuse(value, path, faults, "must be whole seconds, 0 to 2,147,483,647"),
    };

    public Member<T> Texts(string name, Func<T, IReadOnlyList<string>?> get, Func<T, IReadOnlyList<string>, T> set, int max = 2_000) =>
        new(name, new JsonObject { ["type"] = "array", ["items"] = Type("string", max) })
        {
            Read = value => get(value) is { } texts ? new JsonArray([.. texts.Select(static text => JsonValue.Create(text))]) : null,
            Take = (value, sent, path, faults) => sent is null ? set(value, get(empty) ?? []) : ReadTexts(sent.Value, max, path, faults) is { } read ? set(value, read) : value,
        };

    /// <summary>One word of a few.</summary>
    public Member<T> Word<TWord>(string name, IReadOnlyDictionary<string, TWord> words, Func<T, TWord> get, Func<T, TWord, T> set)
        where TWord : notnull => new(name, Type("string").With("enum", new JsonArray([.. words.Keys.Select(static word => JsonValue.Create(word))])))
        {
            Read = value => JsonValue.Create(words.First(word => word.Value.Equals(get(value))).Key),
            Take = (value, sent, path, faults) => sent is null ? set(value, get(empty))
                : sent is { ValueKind: JsonValueKind.String } text && text.GetString() is { } word && words.TryGetValue(word, out var known) ? set(value, known)
                : Refuse(value, path, faults, "must be one of " + string.Join(", ", words.Keys)),
        };

    /// <summary>Names and texts of the operator's own. Sent names change, names sent as null go, the others stay.</summary>
    public Member<T> Map(string name, Func<T, IReadOnlyDictionary<string, string>> get, Func<T, IReadOnlyDictionary<string, string>, T> set, int maxItems = 50) =>
        new(name, new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "null"), ["maxLength"] = 255 } })
        {
            Read = value => new JsonObject(get(value).Select(static pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, JsonValue.Create(pair.Value)))),
            Take = (value, sent, path, faults) => sent is null ? set(value, get(empty)) : ReadMap(get(value), sent.Value, maxItems, path, faults) is { } read ? set(value, read) : value,
        };

    /// <summary>An object with members of its own, merged like the whole.</summary>
    public Member<T> Object<TInner>(string name, Shape<TInner> shape, Func<T, TInner> get, Func<T, TInner, T> set) => new(name, shape.Schema)
    {
        Read = value => shape.Write(get(value)),
        Take = (value, sent, path, faults) => set(value, sent is null ? shape.Clear(get(value), path + ".", faults) : shape.Take(get(value), sent.Value, path + ".", isNew: false, faults)),
    };

    public Member<T> Instant(string name, Func<T, DateTimeOffset?> get, string description) => new(name, Type("string").With("format", "date-time"))
    {
        Kind = MemberKind.ReadOnly,
        Description = description,
        Read = value => get(value) is { } instant ? JsonValue.Create(Instants.Text(instant)) : null,
    };

    public Member<T> Number(string name, Func<T, long?> get, string description) => new(name, Type("integer"))
    {
        Kind = MemberKind.ReadOnly,
        Description = description,
        Read = value => get(value) is { } number ? JsonValue.Create(number) : null,
    };

    /// <summary>Of whatever form; told by us alone.</summary>
    public Member<T> Told(string name, JsonObject schema, Func<T, JsonNode?> get, string description) => new(name, schema) { Kind = MemberKind.ReadOnly, Description = description, Read = get };

    public Member<T> Ignored(string name) => new(name, []) { Kind = MemberKind.Ignored, Description = "Auth0 has it. Accepted and not kept: it means nothing here." };

    public static T Refuse(T value, string path, Faults faults, string message)
    {
        faults.Add(path, message);
        return value;
    }

    public static string? ReadText(JsonElement sent, int max, string path, Faults faults)
    {
        if (sent.ValueKind == JsonValueKind.String && sent.GetString() is { } text && text.Length <= max && !text.Any(static character => char.IsControl(character) && character is not ('\n' or '\t')))
        {
            return text;
        }

        faults.Add(path, $"must be a text of at most {max} characters without control characters");
        return null;
    }

    public static IReadOnlyList<string>? ReadTexts(JsonElement sent, int max, string path, Faults faults)
    {
        if (sent.ValueKind != JsonValueKind.Array || sent.GetArrayLength() > MaxItems)
        {
            faults.Add(path, $"must be an array of at most {MaxItems} texts");
            return null;
        }

        var texts = sent.EnumerateArray().Select((item, index) => ReadText(item, max, $"{path}[{index}]", faults)).ToList();
        return texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }

    private static Dictionary<string, string>? ReadMap(IReadOnlyDictionary<string, string> before, JsonElement sent, int maxItems, string path, Faults faults)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "must be an object");
            return null;
        }

        var map = new Dictionary<string, string>(before, StringComparer.Ordinal);
        var isGood = true;
        foreach (var member in sent.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                map.Remove(member.Name);
            }
            else if (member.Name.Length is 0 or > 255)
            {
                faults.Add(path, "must have names of 1 to 255 characters");
                isGood = false;
            }
            else if (ReadText(member.Value, 255, path, faults) is { } text)
            {
                map[member.Name] = text;
            }
            else
            {
                isGood = false;
            }
        }

        if (map.Count > maxItems)
        {
            faults.Add(path, $"has more than {maxItems} members");
            return null;
        }

        return isGood ? map : null;
    }

    private static JsonObject Type(string name, int? max = null)
    {
        var schema = new JsonObject { ["type"] = name };
        return max is null ? schema : schema.With("maxLength", max);
    }
}
