using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>A test that a page names stands in a file of its class under that name. Ledgers have stricter tests of their own.</summary>
public sealed class NamedTestsTests
{
    private static readonly Regex Named = new(@"`(?<class>[A-Z]\w*Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_test_that_a_page_names_exists() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("`XTests.Gone_is_gone`")]
    [InlineData("`YTests.It_holds`")]
    public void A_page_that_names_another_is_found(string text) => Verdict.IsOneFaultIn("docs/page.md", Check(Tree(text)));

    [Fact]
    public void A_page_that_names_what_there_is_is_fine() => Verdict.IsClean(Check(Tree("`XTests.It_holds`")));

    private static SourceTree Tree(string text) => SourceTree.Of(("docs/page.md", text), ("tests/A.Tests/XTests.cs", "public async Task It_holds(int x) { }"));

    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from page in tree.Under(["docs"], ".md")
        from test in Named.Matches(page.Text).AsEnumerable()
        where !tree.Under(["tests"], ".cs").Any(file =>
            file.Path.EndsWith($"/{test.Groups["class"].Value}.cs", StringComparison.Ordinal) && Regex.IsMatch(file.Text, $@"\b{test.Groups["method"].Value}\s*\("))
        select new Violation(page.Path, $"the test {test.Value} does not exist", "Name the test as it is called today");
}
