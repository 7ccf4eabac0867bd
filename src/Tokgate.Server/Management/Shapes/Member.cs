using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Management.Shapes;

/// <summary>One member of a thing's JSON: how it is told, how it is taken, and what documentation says of it.</summary>
internal sealed record Member<T>(string Name, JsonObject Schema)
{
    public MemberKind Kind { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Told by us, and other when it is read again without anybody's doing: whatever comes back of it is passed over.</summary>
    public bool IsFleeting { get; init; }

    /// <summary>Null leaves the member out.</summary>
    public Func<T, JsonNode?> Read { get; init; } = static _ => null;

    /// <summary>Takes what was sent; faults go into the list and leave the value as it was. Null stands for "back to the default".</summary>
    public Func<T, JsonElement?, string, Faults, T> Take { get; init; } = static (value, _, _, _) => value;

    public Member<T> ReadOnly(string description) => this with { Kind = MemberKind.ReadOnly, Description = description };

    public Member<T> Fleeting() => this with { IsFleeting = true };

    public Member<T> CreateOnly(string description) => this with { Kind = MemberKind.CreateOnly, Description = description };

    public Member<T> Says(string description) => this with { Description = description };
}
