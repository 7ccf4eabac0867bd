using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>Each threat in the ledger names tests that exist, by class and method.</summary>
public sealed class ThreatLedgerTests
{
    private const string Ledger = "docs/security/threats.md";

    private static readonly Regex Row = new(@"^\| (?<id>T-\d\d) \| (?<rest>.*)$", RegexOptions.ExplicitCapture);
    private static readonly Regex Test = new(@"`(?<class>\w+Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_threat_names_tests_that_exist() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void The_ledger_has_rows() => Assert.InRange(Rows(SourceTree.OfRepository).Count(), 50, 75);

    [Theory]
    [InlineData("| T-01 | Theft | `DoorTests.It_is_open` |")]
    [InlineData("| T-01 | Theft | `GateTests.It_is_shut` |")]
    [InlineData("| T-01 | Theft | somebody looked |")]
    [InlineData("| T-01 | Theft | `DoorTests.It_is_shut`, `DoorTests.It_is_open` |")]
    public void A_row_whose_test_is_gone_is_found(string row) => Verdict.IsOneFaultIn(Ledger + ":3", Check(Tree(row)));

    [Fact]
    public void A_row_with_its_test_is_fine() => Verdict.IsClean(Check(Tree("| T-01 | Theft | `DoorTests.It_is_shut` |")));

    private static SourceTree Tree(string row) =>
        SourceTree.Of((Ledger, "| threat | attack | held by |\n|---|---|---|\n" + row), ("tests/A.Tests/DoorTests.cs", "public async Task It_is_shut() { }"));

    private static IEnumerable<(int Line, string Text)> Rows(SourceTree tree) =>
        (tree.Text(Ledger) ?? "").Split('\n').Select((text, index) => (index + 1, text)).Where(line => Row.IsMatch(line.text));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var tests = tree.CSharp("tests").ToLookup(file => Path.GetFileNameWithoutExtension(file.Path), file => file.Text, StringComparer.Ordinal);
        foreach (var (line, text) in Rows(tree))
        {
            var named = Test.Matches(text).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).ToList();
            var missing = named.Where(test => !tests[test.Class].Any(code => Regex.IsMatch(code, $@"public (?:async Task|Task|void) {test.Method}\("))).Select(test => $"the test {test.Class}.{test.Method} does not exist");
            if ((named.Count == 0 ? "the row names no test" : missing.FirstOrDefault()) is { } fault)
            {
                yield return new Violation($"{Ledger}:{line}", fault, "Name the tests as they are called today");
            }
        }
    }
}
