using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>Each requirement that the broker must meet stands in the ledger once, with tests that exist under the class and name that it says, or among the open ones.</summary>
public sealed class OidcLedgerTests
{
    private const string Ledger = "docs/protocol/oidc.md";

    private static readonly Regex Row = new(@"^\|\s*(?<id>[A-Z]-[0-9]{2})\s*\|(?<rest>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
    private static readonly Regex Named = new(@"`(?<class>[A-Z]\w*Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture);

    // What the specifications demand of a broker like this one; a row that is done without leaves this list by a decision.
    private static readonly string[] Required =
    [
        .. Numbers("C", 1, 20), .. Numbers("C", 22, 25), "C-27", .. Numbers("D", 1, 2), .. Numbers("R", 1, 4), .. Numbers("B", 1, 2), .. Numbers("O", 1, 14), .. Numbers("P", 1, 3), .. Numbers("K", 1, 4),
        .. Numbers("V", 1, 3), .. Numbers("I", 1, 3), .. Numbers("M", 1, 2), .. Numbers("N", 1, 3), .. Numbers("A", 1, 5), "S-01", .. Numbers("G", 1, 10), "W-01", "Y-02",
    ];

    [Fact]
    public void Every_requirement_names_tests_that_exist() => Verdict.IsClean(Check(SourceTree.OfRepository, Required));

    [Theory]
    [InlineData("| C-01 | x | `XTests.Gone_is_gone` |")]
    [InlineData("| C-01 | x | `YTests.It_holds` |")]
    [InlineData("| C-01 | x | none |")]
    [InlineData("| C-02 | x | `XTests.It_holds` |")]
    [InlineData("| C-01 | x | `XTests.It_holds` |\n| C-01 | x | `XTests.It_holds` |")]
    [InlineData("## Open\n\n| C-01 | |")]
    public void A_row_without_its_test_or_a_requirement_without_its_row_is_found(string rows) => Assert.NotEmpty(Check(Tree(rows), ["C-01"]));

    [Theory]
    [InlineData("| C-01 | x | `XTests.It_holds` |\n\n## Open\n\n")]
    [InlineData("## Open\n\n| C-01 | nobody has built it |")]
    public void A_row_with_its_test_or_its_reason_is_fine(string rows) => Verdict.IsClean(Check(Tree(rows), ["C-01"]));

    private static IEnumerable<string> Numbers(string letter, int from, int to) => Enumerable.Range(from, to - from + 1).Select(number => $"{letter}-{number:00}");

    private static SourceTree Tree(string rows) => SourceTree.Of((Ledger, rows), ("tests/A.Tests/X/XTests.cs", "public async Task It_holds(int x) { }"), ("tests/A.Tests/Y/YTests.cs", "class YTests;"));

    private static IEnumerable<Violation> Check(SourceTree tree, IReadOnlyList<string> required)
    {
        var text = tree.Text(Ledger) ?? "";
        var open = text.IndexOf("## Open", StringComparison.Ordinal);
        var rows = Row.Matches(text);
        foreach (var row in rows.AsEnumerable())
        {
            var (id, rest) = (row.Groups["id"].Value, row.Groups["rest"].Value);
            if (open >= 0 && row.Index > open)
            {
                if (string.IsNullOrWhiteSpace(rest.Trim('|', ' ', '\r')))
                {
                    yield return new Violation(Ledger, $"{id} is open without a reason", "Say what is missing");
                }

                continue;
            }

            var tests = Named.Matches(rest);
            if (tests.Count == 0)
            {
                yield return new Violation(Ledger, $"{id} names no test", "Name it as Class.Method");
            }

            foreach (var test in tests.AsEnumerable().Where(test => !Exists(tree, test.Groups["class"].Value, test.Groups["method"].Value)))
            {
                yield return new Violation(Ledger, $"{id}: the test {test.Value} does not exist", "Name the test as it is called today");
            }
        }

        var told = rows.Select(row => row.Groups["id"].Value).ToList();
        foreach (var id in required.Except(told).Concat(told.Except(required)).Concat(told.GroupBy(one => one, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)))
        {
            yield return new Violation(Ledger, $"{id} does not stand here exactly once", "One row per requirement");
        }
    }

    private static bool Exists(SourceTree tree, string type, string method) =>
        tree.Under(["tests"], ".cs").Any(file => file.Path.EndsWith($"/{type}.cs", StringComparison.Ordinal) && Regex.IsMatch(file.Text, $@"\b{method}\s*\("));
}
