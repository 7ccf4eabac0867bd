using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Cli.Output;

/// <summary>Where answers and other words go: answers to standard output, in text or as one JSON document, and all else to standard error.</summary>
internal sealed class Terminal(TextWriter answers, TextWriter words, bool isJson, bool hasColours)
{
    private const string Reset = "\u001b[0m";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson { get; } = isJson;

    /// <summary>Colours are for people: not for files and pipes, and not for who says NO_COLOR (https://no-color.org).</summary>
    public static Terminal OfProcess(bool isJson) =>
        new(Console.Out, Console.Error, isJson, !isJson && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    public static string Text(JsonNode? node) => node?.ToJsonString(Indented) ?? "null";

    public void Line(string text = "") => answers.WriteLine(text);

    public void Line(string text, Colour colour) => answers.WriteLine(hasColours ? $"\u001b[{(int)colour}m{text}{Reset}" : text);

    public void Json(JsonNode? node) => answers.WriteLine(Text(node));

    /// <summary>What a person wants to see while it lasts.</summary>
    public void Progress(string text) => words.WriteLine(text);

    public void Complain(string text) => words.WriteLine(text);

    /// <summary>In JSON as it is, else as lines.</summary>
    public void Tell(JsonNode? node, Action<Terminal> lines)
    {
        if (IsJson)
        {
            Json(node);
        }
        else
        {
            lines(this);
        }
    }

    public void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(heads).ToList();
        var widths = Enumerable.Range(0, heads.Count).Select(column => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
        {
            Line(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }
    }
}
