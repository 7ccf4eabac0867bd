using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tokgate.Cli.Documents;

/// <summary>
/// What a document takes from where it is read. <c>${env:NAME}</c> in a text is put in right away, so one document serves several environments; where a secret belongs the
/// reference stays, and its value goes to the server beside the document.
/// </summary>
internal static partial class References
{
    private static readonly string[] SecretMembers = ["client_secret", "former_client_secret", "secrets"];

    public static IReadOnlyDictionary<string, string> Resolve(JsonObject document)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        Walk(document, "", isSecret: false, secrets, missing);
        return missing.Count == 0
            ? secrets
            : throw new CommandException(ErrorIds.ReferenceUnresolved, $"The document refers to {string.Join(", ", missing)}, which is not set here. Set it, or write the value into the document.");
    }

    private static void Walk(JsonNode? node, string path, bool isSecret, Dictionary<string, string> secrets, SortedSet<string> missing)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    var place = path.Length == 0 ? name : $"{path}.{name}";
                    if (Text(value) is { } text)
                    {
                        members[name] = Put(text, place, SecretMembers.Contains(name, StringComparer.Ordinal), secrets, missing);
                    }
                    else
                    {
                        Walk(value, place, SecretMembers.Contains(name, StringComparer.Ordinal), secrets, missing);
                    }
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    if (Text(items[index]) is { } text)
                    {
                        items[index] = Put(text, $"{path}[{index}]", isSecret, secrets, missing);
                    }
                    else
                    {
                        Walk(items[index], $"{path}[{index}]", isSecret: false, secrets, missing);
                    }
                }

                break;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Put(string text, string place, bool isSecret, Dictionary<string, string> secrets, SortedSet<string> missing)
    {
        if (!isSecret)
        {
            return Variable().Replace(text, match => Value(match.Groups[1].Value) ?? Missing(match));
        }

        if (!Reference().IsMatch(text))
        {
            throw new CommandException(
                ErrorIds.SecretLiteral, $"{place} has a secret in it, or something that is no reference. Put the secret into a variable or a file and write ${{env:NAME}} or ${{file:PATH}} here. If it was a real one, change it: it has been in a file.");
        }

        if (ValueOf(text) is { Length: > 0 } value)
        {
            secrets[text] = value;
        }

        return text;

        string Missing(Match match)
        {
            missing.Add(match.Value);
            return match.Value;
        }
    }

    // Null is not complained about: the server says whether it needs the secret, or has one that stays.
    private static string? ValueOf(string reference)
    {
        var (kind, name) = (reference[2..reference.IndexOf(':', StringComparison.Ordinal)], reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..^1]);
        if (kind == "env")
        {
            return Value(name);
        }

        try
        {
            return File.ReadAllText(name).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ErrorIds.ReferenceUnresolved, $"The document refers to the file {name}, which is not there or must not be read.");
        }
    }

    private static string? Value(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;

    [GeneratedRegex(@"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\A\$\{(?:env:[A-Za-z_][A-Za-z0-9_]*|file:[^}\p{C}]+)\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
