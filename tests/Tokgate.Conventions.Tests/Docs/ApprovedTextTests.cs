namespace Tokgate.Conventions.Tests.Docs;

public sealed class ApprovedTextTests
{
    [Fact]
    public void Every_approved_text_has_its_test_and_every_shipped_library_its_text() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void A_text_without_a_test_is_found() => Verdict.IsOneFaultIn("tests/A.Tests/X.approved.txt", Check(SourceTree.Of(("tests/A.Tests/X.approved.txt", "x"))));

    [Fact]
    public void A_library_without_a_text_is_found() =>
        Verdict.IsOneFaultIn("src/A/A.csproj", Check(SourceTree.Of(("src/A/A.csproj", "<Import Project=\"eng/Library.targets\" />"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var texts =
            from text in tree.All
            where text.Path.EndsWith(".approved.txt", StringComparison.Ordinal)
            where !tree.CSharp($"tests/{text.Project}").Any(file => file.Text.Contains(text.Name, StringComparison.Ordinal) || file.Text.Contains("PublicApiText.MustBeApproved", StringComparison.Ordinal))
            select new Violation(text.Path, "no test of its project reads it", "Write the test, or delete the text");
        var libraries =
            from library in tree.All
            where library.Path.EndsWith(".csproj", StringComparison.Ordinal) && library.Text.Contains("Library.targets", StringComparison.Ordinal)
            where !tree.Has($"tests/{library.Project}.Tests/PublicApi.approved.txt")
            select new Violation(library.Path, "a shipped library without an approved public surface", $"Add tests/{library.Project}.Tests/PublicApi.approved.txt and its test");
        return texts.Concat(libraries);
    }
}
