using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>What the programs say: the words of their texts, in order.</summary>
internal sealed class SaidWords
{
    // So many words in a row are a sentence's own.
    private const int InARow = 4;

    private static readonly Regex Word = new(@"[\p{L}\p{N}_']+");
    private static readonly Regex Joint = new("\"\\s*\\+\\s*\\$?\"");
    private static readonly Regex Hole = new(@"\{[^{}""]*(?:""[^""]*""[^{}""]*)*\}");
    private static readonly Regex Error = new(@"\bTTK\d{4}\b");

    private readonly HashSet<string> words = new(StringComparer.Ordinal);
    private readonly HashSet<string> rows = new(StringComparer.Ordinal);

    public SaidWords(SourceTree tree)
    {
        foreach (var file in tree.Under(["src"], ".cs", ".cshtml", ".js", ".sql"))
        {
            var text = Joint.Replace(file.Text, "").Replace("\\\"", "\"", StringComparison.Ordinal);
            Take(text);
            Take(Hole.Replace(text, " "));
        }
    }

    public bool Has(string name) => words.Contains(name);

    /// <summary>A run of words that one of the programs says; a text of fewer words must be said as a whole. Its error ids are the business of the error pages' own test.</summary>
    public bool Say(string text)
    {
        var said = Of(Error.Replace(Uri.UnescapeDataString(text), " ")).ToList();
        var length = Math.Min(InARow, said.Count);
        return length > 0 && Enumerable.Range(0, said.Count - length + 1).Any(start => length < InARow
            ? said.TrueForAll(words.Contains)
            : rows.Contains(string.Join(' ', said.Skip(start).Take(length))));
    }

    private void Take(string text)
    {
        var all = Of(text).ToList();
        words.UnionWith(all);
        for (var start = 0; start + InARow <= all.Count; start++)
        {
            rows.Add(string.Join(' ', all.GetRange(start, InARow)));
        }
    }

    private static IEnumerable<string> Of(string text) => Word.Matches(text).Select(match => match.Value);
}
