using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Management.Shapes;

/// <summary>
/// A thing's JSON, both ways. What is not listed cannot be set (T-62). A change is a merge: what is not sent stays, null goes back to the default, and what
/// was read can be sent back whole.
/// </summary>
internal sealed class Shape<T>
{
    private readonly Dictionary<string, Member<T>> byName;

    public Shape(string name, params IReadOnlyList<Member<T>> members)
    {
        Name = name;
        Members = members;
        byName = members.ToDictionary(member => member.Name, StringComparer.Ordinal);
    }

    /// <summary>As documentation calls it.</summary>
    public string Name { get; }

    public IReadOnlyList<Member<T>> Members { get; }

    /// <summary>JSON Schema, a new one each time.</summary>
    public JsonObject Schema => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(Members.Select(static member => KeyValuePair.Create<string, JsonNode?>(member.Name, Describe(member)))),
    };

    /// <param name="value">What to tell.</param>
    /// <param name="only">Names of members; null for all.</param>
    public JsonObject Write(T value, Func<string, bool>? only = null)
    {
        var json = new JsonObject();
        foreach (var member in Members)
        {
            if (member.Kind is not (MemberKind.WriteOnly or MemberKind.Ignored) && (only is null || only(member.Name)) && member.Read(value) is { } told)
            {
                json[member.Name] = told;
            }
        }

        return json;
    }

    /// <param name="before">What is there, or the defaults of a new one.</param>
    /// <param name="sent">The body.</param>
    /// <param name="path">What stands before the names of members in faults.</param>
    /// <param name="isNew">Whether members that are settled at the making may be sent.</param>
    /// <param name="faults">Where faults go. If there is one, the answer means nothing.</param>
    public T Take(T before, JsonElement sent, string path, bool isNew, Faults faults)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path.TrimEnd('.'), "must be an object");
            return before;
        }

        var value = before;
        foreach (var member in sent.EnumerateObject())
        {
            if (!byName.TryGetValue(member.Name, out var known))
            {
                faults.Add(path + AllowedName(member.Name), "is not known here" + Nearest(member.Name));
            }
            else if (known.IsFleeting)
            {
                // It may have moved on since it was read.
            }
            else if (known.Kind is not (MemberKind.WriteOnly or MemberKind.Ignored) && JsonNode.DeepEquals(known.Read(known.Kind == MemberKind.Open ? value : before), JsonNode.Parse(member.Value.GetRawText())))
            {
                // Sent back as it was read: no change, also where what is told is less than what is kept.
            }
            else if (known.Kind == MemberKind.ReadOnly || (known.Kind == MemberKind.CreateOnly && !isNew))
            {
                faults.Add(path + known.Name, known.Kind == MemberKind.ReadOnly ? "is set by the server; leave it out or send it as it was read" : "is settled when it is created and cannot change");
            }
            else if (known.Kind != MemberKind.Ignored)
            {
                value = known.Take(value, member.Value.ValueKind == JsonValueKind.Null ? null : member.Value, path + known.Name, faults);
            }
        }

        return value;
    }

    /// <summary>With every member that can be set back at its default.</summary>
    public T Clear(T value, string path, Faults faults) => Members.Where(static member => member.Kind == MemberKind.Open).Aggregate(value, (cleared, member) => member.Take(cleared, null, path + member.Name, faults));

    private static JsonObject Describe(Member<T> member)
    {
        var schema = member.Schema.DeepClone().AsObject();
        schema["description"] = member.Kind == MemberKind.CreateOnly ? member.Description + " Settled at creation." : member.Description;
        if (member.Kind == MemberKind.ReadOnly)
        {
            schema["readOnly"] = true;
        }
        else if (member.Kind is MemberKind.WriteOnly or MemberKind.Ignored)
        {
            schema["writeOnly"] = true;
        }

        return schema;
    }

    // Names come from outside: what cannot be one of ours is not repeated.
    private static string AllowedName(string name) => name.Length <= 60 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.') ? name : "(a member)";

    private string Nearest(string name)
    {
        var plain = Plain(name);
        var near = byName.Keys.FirstOrDefault(known => Plain(known) == plain) ?? byName.Keys.FirstOrDefault(known => plain.Length > 3 && (Plain(known).Contains(plain, StringComparison.Ordinal) || plain.Contains(Plain(known), StringComparison.Ordinal)));
        return near is null ? "" : $"; {near} is";

        static string Plain(string text) => text.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
