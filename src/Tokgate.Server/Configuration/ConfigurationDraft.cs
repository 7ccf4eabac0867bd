using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>A plan in the making: what is asked on one side, what comes of it on the other.</summary>
internal sealed class ConfigurationDraft(ConfigurationState state, ConfigurationDocument document, SecretReferences secrets, ConfigurationRequest request)
{
    private readonly HashSet<string> scopes = new(StringComparer.Ordinal);
    private readonly HashSet<string> powers = new(StringComparer.Ordinal);

    public ConfigurationState State { get; } = state;

    public ConfigurationDocument Document { get; } = document;

    public SecretReferences Secrets { get; } = secrets;

    public ConfigurationRequest Request { get; } = request;

    public Faults Faults { get; } = new();

    public List<PlannedChange> Changes { get; } = [];

    /// <summary>What is there, is not in the document, and stays.</summary>
    public List<(string Kind, string Id, string Why)> LeftAlone { get; } = [];

    public List<string> Notes { get; } = [];

    public ConfigurationWrites Writes { get; } = new();

    /// <summary>The scopes that the same changes would need one by one.</summary>
    public IReadOnlyCollection<string> Scopes => scopes;

    /// <summary>What the changes hand to clients, and the caller must have itself.</summary>
    public IReadOnlyCollection<string> Powers => powers;

    public void Plan(string kind, string id, PlannedAction action, IReadOnlyList<PlannedMember> members, string what)
    {
        Changes.Add(new PlannedChange(kind, id, action, members));
        scopes.Add(action switch
        {
            PlannedAction.Create => ManagementScopes.Create(what),
            PlannedAction.Change => ManagementScopes.Update(what),
            _ => ManagementScopes.Delete(what),
        });
    }

    public void Needs(string scope) => scopes.Add(scope);

    public void HandsOver(IEnumerable<string> handed) => powers.UnionWith(handed);

    /// <summary>What is not in the document goes only if it was asked for.</summary>
    public bool Prunes(string kind, string id)
    {
        if (!Request.Prune)
        {
            LeftAlone.Add((kind, id, "not in the document; it goes only when pruning is asked for"));
        }

        return Request.Prune;
    }

    public void Stays(string kind, string id, string why) => LeftAlone.Add((kind, id, why));

    /// <summary>The items of a section by what names them. What has no name or one that was there before is a fault.</summary>
    public IEnumerable<(string Id, string Path, JsonObject Item)> Items(string section, string idMember)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, number) in Document.Of(section).Select(static (item, number) => (item, number)))
        {
            if (item[idMember] is not JsonValue value || !value.TryGetValue<string>(out var id) || id.Length is 0 or > 500)
            {
                Faults.Add($"{section}[{number}].{idMember}", "must be there: it says which one is meant");
            }
            else if (!seen.Add(id))
            {
                Faults.Add($"{section}[{number}].{idMember}", "is there twice");
            }
            else
            {
                yield return (id, $"{section}[{Protocol.AllowedText.Of(id)}]", item.DeepClone().AsObject());
            }
        }
    }
}
