using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

public sealed class LinkTests
{
    private static readonly Regex Link = new(@"!?\[[^\]]*\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)|<(?:img|a)\s[^>]*?(?:src|href)=""(?<target>[^""]+)""", RegexOptions.ExplicitCapture);
    private static readonly Regex Heading = new(@"^#{1,6}\s+(?<title>.+?)\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
    private static readonly Regex CodeBlock = new(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline);

    [Fact]
    public void Every_link_between_files_leads_somewhere() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("See [it](gone.md).")]
    [InlineData("![picture](docs/gone.png)")]
    [InlineData("[here](#no-such-heading)")]
    [InlineData("[there](docs/a.md#no-such-heading)")]
    [InlineData("[out](../../x.md)")]
    public void A_dead_link_is_found(string text) =>
        Verdict.IsOneFaultIn("README.md:1", Check(SourceTree.Of(("README.md", text), ("docs/a.md", "# The `one` heading!"))));

    [Fact]
    public void Living_links_are_fine() => Verdict.IsClean(Check(SourceTree.Of(
        ("README.md", "[a](docs/a.md#the-one-heading) [b](docs/) [c](https://www.tiktok.com) `[d](e)` [f](/docs/a.md) [g](#top)\n# Top"), ("docs/a.md", "# The `one` heading!\n[up](../README.md)"))));

    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.All
        where file.Path.EndsWith(".md", StringComparison.Ordinal)
        let text = CodeBlock.Replace(file.Text, block => Regex.Replace(block.Value, @"[^\n]", " "))
        from Match match in Link.Matches(text)
        let target = match.Groups["target"].Value
        where !target.Contains(':', StringComparison.Ordinal) && !Leads(tree, file, target)
        select new Violation(file.At(match.Index), $"the link to {target} leads nowhere", "Point it at a file of the repository, or at a heading of that file");

    private static bool Leads(SourceTree tree, SourceFile from, string target)
    {
        var parts = Uri.UnescapeDataString(target).Split('#', 2);
        var path = parts[0].Length == 0 ? from.Path : Resolve(from.Folder, parts[0]);
        return path is not null
            && (parts.Length == 1 ? path.Length == 0 || tree.Has(path) || tree.HasFolder(path) : tree.Text(path) is { } text && Anchors(text).Contains(parts[1]));
    }

    private static string? Resolve(string folder, string target)
    {
        var way = new Stack<string>(target.StartsWith('/') ? [] : folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                way.Push(part);
            }
            else if (!way.TryPop(out _))
            {
                return null;
            }
        }

        return string.Join('/', way.Reverse());
    }

    private static IEnumerable<string> Anchors(string text) => Heading.Matches(text)
        .Select(match => match.Groups["title"].Value.ToLowerInvariant())
        .Select(title => Regex.Replace(title, @"[^\w\- ]", "").Replace(' ', '-'));
}
