using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

public sealed class DecisionTests
{
    private static readonly Regex Dated = new(@"^docs/decisions/20\d\d-[01]\d-[0-3]\d-[a-z0-9-]+\.md$");

    [Fact]
    public void Decisions_are_dated_files_with_a_title() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("docs/decisions/dependencies.md", "# Dependencies")]
    [InlineData("docs/decisions/2026-11-21-dependencies.md", "No title.")]
    public void A_decision_without_date_or_title_is_found(string path, string text) => Verdict.IsOneFaultIn(path, Check(SourceTree.Of((path, text))));

    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.All
        where file.Folder == "docs/decisions"
        where !Dated.IsMatch(file.Path) || !file.Text.StartsWith("# ", StringComparison.Ordinal)
        select new Violation(file.Path, "not a dated decision with a title", "Call it docs/decisions/YYYY-MM-DD-title.md and start with `# title`");
}
