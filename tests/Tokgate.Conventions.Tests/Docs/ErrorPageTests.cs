using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

public sealed class ErrorPageTests
{
    private static readonly Regex Id = new(@"\bTTK(?<number>[1-9]\d{3})\b", RegexOptions.ExplicitCapture);

    private static readonly Dictionary<char, string> Ranges = new()
    {
        ['1'] = "Tokgate.TikTok",
        ['2'] = "Tokgate.AspNetCore",
        ['3'] = "Tokgate.Server",
        ['4'] = "Tokgate.Emulator",
        ['5'] = "Tokgate.Playground",
        ['6'] = "Tokgate.Vault",
        ['7'] = "Tokgate.Cli",
    };

    [Fact]
    public void Every_error_id_has_a_page_and_every_page_an_id() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void An_id_without_a_page_is_found() =>
        Verdict.IsOneFaultIn("src/Tokgate.TikTok/ErrorIds.cs:1", Check(SourceTree.Of(("src/Tokgate.TikTok/ErrorIds.cs", "const string Bad = \"TTK1001\";"))));

    [Fact]
    public void A_page_without_an_id_is_found() => Verdict.IsOneFaultIn("docs/errors/TTK1001.md", Check(SourceTree.Of(Page("TTK1001"))));

    [Fact]
    public void An_id_of_another_project_is_found() => Verdict.IsOneFaultIn("src/Tokgate.Emulator/ErrorIds.cs:1", Check(SourceTree.Of(
        ("src/Tokgate.Emulator/ErrorIds.cs", "const string Bad = \"TTK1001\";"), ("src/Tokgate.TikTok/ErrorIds.cs", "const string Bad = \"TTK1001\";"), Page("TTK1001"))));

    [Fact]
    public void An_id_that_is_not_kept_with_the_others_is_found() => Verdict.IsOneFaultIn("src/Tokgate.TikTok/X.cs:1", Check(SourceTree.Of(
        ("src/Tokgate.TikTok/X.cs", "throw new X(\"TTK1001\");"), ("src/Tokgate.TikTok/ErrorIds.cs", "// TTK1001"), Page("TTK1001"))));

    [Fact]
    public void An_empty_page_is_found() => Verdict.IsOneFaultIn("docs/errors/TTK1001.md", Check(SourceTree.Of(
        ("src/Tokgate.TikTok/ErrorIds.cs", "const string Bad = \"TTK1001\";"), ("docs/errors/TTK1001.md", "# TTK1001: it broke\n"))));

    private static (string Path, string Text) Page(string id) =>
        ($"docs/errors/{id}.md", $"# {id}: it broke\n## What happened\nIt broke.\n## Likely causes\n1. You.\n## How to mend it\nMend it.\n## Example\nx\n");

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var pages = tree.All.Where(file => file.Folder == "docs/errors" && file.Name.StartsWith("TTK", StringComparison.Ordinal)).ToList();
        var uses = tree.Under(["src"], ".cs", ".cshtml").SelectMany(file => Id.Matches(file.Text).Select(match => (Id: match.Value, File: file, Where: file.At(match.Index)))).ToList();
        var known = uses.Select(use => use.Id).ToHashSet(StringComparer.Ordinal);

        foreach (var use in uses.DistinctBy(use => use.Id).Where(use => !tree.Has($"docs/errors/{use.Id}.md")))
        {
            yield return new Violation(use.Where, $"{use.Id} has no page", $"Write docs/errors/{use.Id}.md");
        }

        foreach (var use in uses)
        {
            if (Ranges.GetValueOrDefault(use.Id[3]) != use.File.Project)
            {
                yield return new Violation(use.Where, $"{use.Id} is not of {use.File.Project}'s range", "Use an id of the project's own range");
            }

            if (use.File.Name != "ErrorIds.cs" && CSharpText.CommentsOnly(use.File.Text).IndexOf(use.Id, StringComparison.Ordinal) < 0)
            {
                yield return new Violation(use.Where, $"{use.Id} is written out", "Put it into the project's ErrorIds and use the constant");
            }
        }

        foreach (var page in pages)
        {
            var id = Path.GetFileNameWithoutExtension(page.Path);
            if (!known.Contains(id))
            {
                yield return new Violation(page.Path, $"no source has {id}", "Delete the page, or use the id");
            }

            if (!page.Text.StartsWith($"# {id}", StringComparison.Ordinal) || page.Lines.Count(line => line.StartsWith("## ", StringComparison.Ordinal)) < 4)
            {
                yield return new Violation(page.Path, "it lacks its title or a part", $"Start with `# {id}: …`; then ## what happened, ## likely causes, ## how to mend it, ## an example");
            }
        }
    }
}
