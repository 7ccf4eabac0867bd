using System.Reflection;
using System.Text.RegularExpressions;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>
/// How to sign in from one framework, as a file with places for an application's own values: a head (title, the types of application it is for, the path that the framework's redirect URI has if
/// it is the framework that decides it), then text and pieces of code with the names of their files.
/// </summary>
internal sealed partial record QuickStart(string Name, string Title, IReadOnlyList<string> Types, string? Path, string Body)
{
    private const string Folder = "QuickStarts/";

    public static IReadOnlyList<QuickStart> All { get; } = Read();

    /// <summary>With the values in their places. The secret is none of them: it stands in the environment, and nobody here knows it.</summary>
    public IReadOnlyList<QuickStartPart> Fill(IReadOnlyDictionary<string, string> values)
    {
        // Code is code: what stands in braces there is one of ours, or is let alone.
        var filled = Place().Replace(Body, match => values.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);
        var pieces = Fence().Split(filled); // text, language, file and code, in turn
        var parts = new List<QuickStartPart>();
        for (var index = 0; index < pieces.Length; index += 4)
        {
            parts.AddRange(pieces[index].Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static text => new QuickStartPart(text.Replace('\n', ' '), "", "")));
            if (index + 3 < pieces.Length)
            {
                parts.Add(new QuickStartPart(null, pieces[index + 2], pieces[index + 3]));
            }
        }

        return parts;
    }

    private static IReadOnlyList<QuickStart> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // a name that it gave us
            return Parse(name[Folder.Length..^".md".Length], reader.ReadToEnd());
        }).OrderBy(static start => start.Title.StartsWith("Behind", StringComparison.Ordinal)).ThenBy(static start => start.Title, StringComparer.OrdinalIgnoreCase)];
    }

    private static QuickStart Parse(string name, string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = text[..end].Split('\n').Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return new QuickStart(name, head["title"], head["for"].Split(' '), head.GetValueOrDefault("path"), text[(end + 2)..]);
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^```(\w*) ?([^\n]*)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
