namespace Tokgate.Server.Pages;

/// <summary>An error as its page in docs/errors explains it to an operator. Texts are Markdown.</summary>
internal sealed record ErrorPage(string ErrorId, string Title, string Meaning, IReadOnlyList<string> Causes, string Remedy)
{
    /// <summary>The first thing to do, on one line for the log.</summary>
    public string Advice { get; } = Remedy.Split("\n\n")[0].Replace('\n', ' ');

    /// <summary>A test holds that every page has these parts.</summary>
    public static ErrorPage Parse(string markdown)
    {
        var parts = markdown.Replace("\r", "", StringComparison.Ordinal).Split("\n## ").Select(static part => part.Split('\n', 2)).ToList();
        var heading = parts[0][0].TrimStart('#', ' ').Split(": ", 2);
        return new ErrorPage(heading[0], heading[^1], Part("What happened"), Numbered(Part("Likely causes")), Part("How to mend it"));

        string Part(string title) => parts.Find(part => part[0].Trim() == title) is [_, var text] ? text.Trim() : "";
    }

    private static List<string> Numbered(string text)
    {
        var causes = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = line.IndexOf(". ", StringComparison.Ordinal);
            if (mark is > 0 and <= 2 && char.IsAsciiDigit(line[0]))
            {
                causes.Add(line[(mark + 2)..]);
            }
            else if (causes.Count > 0)
            {
                causes[^1] += " " + line;
            }
        }

        return causes;
    }
}
