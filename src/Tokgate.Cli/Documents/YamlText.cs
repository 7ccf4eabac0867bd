using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tokgate.Cli.Documents;

/// <summary>YAML 1.2's core schema, and no more of YAML than JSON can say: no tags, no keys but texts. (In YAML 1.1 <c>no</c> is false; here it is a text.)</summary>
internal static partial class YamlText
{
    // An alias stands for all that it names; nested, a page of them becomes a memory full.
    private const int MaxNodes = 200_000;
    private const int MaxDepth = 32;

    public static JsonNode? Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count > 1)
        {
            throw new YamlException(stream.Documents[1].RootNode.Start, stream.Documents[1].RootNode.End, "there is a second document (after ---); one is taken");
        }

        var count = 0;
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, 0, ref count);
    }

    public static string Write(JsonNode? json)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(Node(json))).Save(writer, assignAnchors: false);
        var text = writer.ToString().TrimEnd();
        return (text.EndsWith("...", StringComparison.Ordinal) ? text[..^3].TrimEnd() : text) + "\n";
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int count)
    {
        if (++count > MaxNodes || depth > MaxDepth)
        {
            throw new YamlException(node.Start, node.End, "the document is too large or too deep, counting what aliases stand for");
        }

        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && node.Tag.Value.StartsWith('!'))
        {
            throw new YamlException(node.Start, node.End, "tags are not taken");
        }

        switch (node)
        {
            case YamlScalarNode scalar:
                return Scalar(scalar);
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    items.Add(Convert(item, depth + 1, ref count));
                }

                return items;
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (name, value) in mapping.Children)
                {
                    members[name is YamlScalarNode { Value: { } key } ? key : throw new YamlException(name.Start, name.End, "a key must be a text")] = Convert(value, depth + 1, ref count);
                }

                return members;
            default:
                throw new YamlException(node.Start, node.End, "this is not taken");
        }
    }

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ when Fraction().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) && double.IsFinite(fraction) => JsonValue.Create(fraction),
            _ => JsonValue.Create(text),
        };
    }

    private static YamlNode Node(JsonNode? json) => json switch
    {
        JsonObject members => new YamlMappingNode(members.Select(static member => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(member.Key), Node(member.Value)))),
        JsonArray items => new YamlSequenceNode(items.Select(Node)) { Style = items.Count == 0 ? YamlDotNet.Core.Events.SequenceStyle.Flow : YamlDotNet.Core.Events.SequenceStyle.Block },
        JsonValue value when value.TryGetValue<string>(out var text) => new YamlScalarNode(text) { Style = IsPlain(text) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted },
        null => new YamlScalarNode("null"),
        _ => new YamlScalarNode(json.ToJsonString()),
    };

    // What would be read as something else, here or by a reader of YAML 1.1, stands in quotes; so does what begins a reference.
    private static bool IsPlain(string text) => PlainText().IsMatch(text) && !Words().IsMatch(text);

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9 _./:@+-]*[A-Za-z0-9_/]\z|\A[A-Za-z]\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();

    [GeneratedRegex(@"\A(?:null|true|false|yes|no|on|off|y|n)\z|: ", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
