using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>What docs/compare.md says of anybody, us included, leads to where it was read or to what holds it.</summary>
public sealed class ComparisonTests
{
    private const string Page = "docs/compare.md";

    private static readonly Regex Source = new(@"\]\([^)\s]+\)|`\w+Tests\.\w+`");

    [Fact]
    public void Every_cell_has_its_source() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void There_are_cells() => Assert.InRange(Cells(SourceTree.OfRepository.Text(Page) ?? "").Count(), 100, 500);

    [Fact]
    public void A_cell_without_one_is_found() => Verdict.IsOneFaultIn(Page + ":3", Check(SourceTree.Of((Page, "| | us | them |\n|---|---|---|\n| speed | `ATests.It_is_fast` | slow |"))));

    private static IEnumerable<Violation> Check(SourceTree tree) => Cells(tree.Text(Page) ?? "").Where(cell => !Source.IsMatch(cell.Text))
        .Select(cell => new Violation($"{Page}:{cell.Line}", $"\"{cell.Text}\" has no source", "Link to where it was read, or name the test that holds it"));

    // The first cell of a row says what it is about, and a table's first row who.
    private static IEnumerable<(int Line, string Text)> Cells(string page)
    {
        var lines = page.Split('\n');
        return Enumerable.Range(2, Math.Max(0, lines.Length - 2)).Where(index => lines[index].StartsWith('|') && !lines[index].StartsWith("|--", StringComparison.Ordinal) && lines[index - 1].StartsWith('|'))
            .SelectMany(index => lines[index].Trim('|').Split('|', StringSplitOptions.TrimEntries).Skip(1).Select(text => (index + 1, text)));
    }
}
