using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

public sealed class SwallowedExceptionTests
{
    private static readonly Regex EmptyCatch = new(@"\bcatch\b(?:\s*\([^)]*\))?(?:\s*when\s*\((?>[^()]|\((?<depth>)|\)(?<-depth>))*\))?\s*\{\s*\}");

    [Fact]
    public void No_exception_is_swallowed_without_a_reason() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("try { X(); } catch { }")]
    [InlineData("try { X(); } catch (IOException) when (Y(1))\n{\n}")]
    public void A_swallowed_exception_is_found(string code) => Verdict.IsOneFaultIn("src/A/X.cs:1", Check(SourceTree.Of(("src/A/X.cs", code))));

    [Theory]
    [InlineData("try { X(); }\ncatch (IOException)\n{\n    // The file is a cache: without it the next start is slower.\n}")]
    [InlineData("try { X(); } catch (IOException e) { Log(e); }")]
    public void A_reason_or_an_answer_is_fine(string code) => Verdict.IsClean(Check(SourceTree.Of(("src/A/X.cs", code))));

    // Blanked comments leave an empty body, so the original text decides whether a reason stands there.
    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.CSharp("src", "tests", "bench", "samples")
        from match in EmptyCatch.Matches(file.Code)
        where !file.Text.AsSpan(match.Index, match.Length).Contains("//", StringComparison.Ordinal)
        select new Violation(file.At(match.Index), "an exception is swallowed", "Handle it, let it pass, or say in the block why nothing has to happen");
}
