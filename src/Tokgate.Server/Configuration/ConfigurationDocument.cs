using System.Text.Json.Nodes;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>
/// The set-up of a broker as one document: lists of things by section, each thing whole. A member that is left out has its default; a section that is left out is
/// not spoken of at all, and nothing in it is touched.
/// </summary>
internal sealed class ConfigurationDocument
{
    public const int Version = 1;
    public const string VersionMember = "version";
    public const string SchemaMember = "$schema";

    private readonly Dictionary<string, IReadOnlyList<JsonObject>> sections = new(StringComparer.Ordinal);

    private ConfigurationDocument()
    {
    }

    public bool Has(string section) => sections.ContainsKey(section);

    public IReadOnlyList<JsonObject> Of(string section) => sections.GetValueOrDefault(section) ?? [];

    public static ConfigurationDocument Read(JsonObject json, IReadOnlyCollection<string> known, Faults faults)
    {
        var document = new ConfigurationDocument();
        if (json[VersionMember] is not JsonValue version || !version.TryGetValue<int>(out var number) || number != Version)
        {
            faults.Add(VersionMember, $"must be there and be {Version}");
        }

        foreach (var (name, value) in json.Where(static member => member.Key is not (VersionMember or SchemaMember)))
        {
            if (!known.Contains(name))
            {
                faults.Add(Protocol.AllowedText.Of(name), "is no section; there are " + string.Join(", ", known));
            }
            else if (value is not JsonArray items || items.Any(static item => item is not JsonObject))
            {
                faults.Add(name, "must be a list of objects");
            }
            else
            {
                document.sections.Add(name, [.. items.Select(static item => item!.AsObject())]); // as just seen
            }
        }

        return document;
    }
}
