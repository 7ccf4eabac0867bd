using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

public sealed class TestNameTests
{
    private static readonly Regex Test = new(
        @"\[(?:Fact|Theory)\b[^\]]*\](?:\s*\[[^\]]*\])*\s*public\s+(?:static\s+)?(?:async\s+)?(?<returns>[\w<>.]+)\s+(?<name>\w+)\s*\(", RegexOptions.ExplicitCapture);

    [Fact]
    public void Tests_are_named_as_sentences() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("[Fact]\npublic void TestExchange() { }")]
    [InlineData("[Theory]\n[InlineData(1)]\npublic async Task Exchange(int x) { }")]
    [InlineData("[Fact]\npublic async void A_code_is_redeemed() { }")]
    public void A_test_that_says_nothing_or_is_not_awaited_is_found(string code) =>
        Verdict.IsOneFaultIn("tests/A.Tests/X.cs:1", Check(SourceTree.Of(("tests/A.Tests/X.cs", code))));

    [Fact]
    public void A_sentence_is_fine() => Verdict.IsClean(Check(SourceTree.Of(
        ("tests/A.Tests/X.cs", "[Theory]\n[InlineData(\"]\")]\npublic async Task A_code_cannot_be_redeemed_twice(int x) { }"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.CSharp("tests"))
        {
            foreach (var match in Test.Matches(file.Code).AsEnumerable())
            {
                if (!match.Groups["name"].Value.Contains('_', StringComparison.Ordinal))
                {
                    yield return new Violation(file.At(match.Index), $"the test {match.Groups["name"].Value} is not a sentence", "Say what holds: Code_cannot_be_redeemed_twice");
                }
                else if (match.Value.Contains("async void", StringComparison.Ordinal))
                {
                    yield return new Violation(file.At(match.Index), "nobody waits for an async void", "Return Task");
                }
            }
        }
    }
}
