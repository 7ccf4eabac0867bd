using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Configuration;

/// <summary>
/// Where a document needs a secret it says where that is, and never what it is. Whoever sends the document looks it up and sends the value beside it: the broker reads
/// nothing of its own machine because a document says so.
/// </summary>
internal sealed partial class SecretReferences(IReadOnlyDictionary<string, string> values)
{
    public const string Mend = "must be a reference, ${env:NAME} or ${file:PATH}; a secret does not stand in the document. Put it into a variable or a file and name that";

    public static bool IsReference(string text) => Reference().IsMatch(text);

    public static string Variable(string name) => "${env:" + name + "}";

    /// <summary>Takes the secret out of its holder.</summary>
    public GivenSecret? Take(JsonObject holder, string member, string path, Faults faults)
    {
        if (!holder.Remove(member, out var value) || value is null)
        {
            return null;
        }

        return Read(value, $"{path}.{member}", faults);
    }

    public GivenSecret? Read(JsonNode? value, string path, Faults faults)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var reference) && IsReference(reference))
        {
            return new GivenSecret(reference, values.GetValueOrDefault(reference));
        }

        faults.Add(path, Mend);
        return null;
    }

    [GeneratedRegex(@"\A\$\{(?:env:[A-Za-z_][A-Za-z0-9_]{0,199}|file:[^}\p{C}]{1,500})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
