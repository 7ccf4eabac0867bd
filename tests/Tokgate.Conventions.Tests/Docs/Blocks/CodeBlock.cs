using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>A fenced block of a page, with what the line before it says of where it comes from: <c>from:</c> a file, or <c>run by:</c> a test.</summary>
internal sealed record CodeBlock(SourceFile Page, int Index, string Language, string? From, string? RunBy, string Code)
{
    private static readonly Regex Fence = new(
        @"(?:^<!-- (?<kind>from|run by): (?<what>[^\n]+?) -->\n)?^(?<indent> *)(?<ticks>`{3,})(?<language>[\w-]*)[^\n]*\n(?<code>.*?)^ *\k<ticks>$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    public string Where => Page.At(Index);

    public static bool IsPage(SourceFile file) => file.Path == "README.md" || (file.Path.StartsWith("docs/", StringComparison.Ordinal) && file.Name.EndsWith(".md", StringComparison.Ordinal));

    public static IEnumerable<CodeBlock> Of(SourceFile page) => Fence.Matches(page.Text).Select(match => new CodeBlock(
        page, match.Groups["ticks"].Index, match.Groups["language"].Value, Mark(match, "from"), Mark(match, "run by"), match.Groups["code"].Value.TrimEnd('\n')));

    private static string? Mark(Match match, string kind) => match.Groups["kind"].Value == kind ? match.Groups["what"].Value : null;
}
