using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>Each quirk of TikTok and of Douyin in the ledgers names the file that handles it and the test that holds it.</summary>
public sealed class ProtocolLedgerTests
{
    private const string Ledger = "docs/protocol/tiktok.md";
    private const string Douyin = "docs/protocol/douyin.md";

    private static readonly Regex Quoted = new(@"`(?<text>[^`]+)`", RegexOptions.ExplicitCapture);
    private static readonly Regex File = new(@"^[\w./-]+\.(?:cs|cshtml|mjs|md)$");
    private static readonly Regex TestName = new(@"^(?:\w+\.)*(?<method>[A-Z]\w*_\w+)$", RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_quirk_names_a_file_and_a_test_that_exist() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void Both_ledgers_are_there_and_are_looked_at()
    {
        Assert.All((string[])[Ledger, Douyin], ledger => Assert.NotNull(SourceTree.OfRepository.Text(ledger)));
        Verdict.IsOneFaultIn(Douyin + ":3", Check(SourceTree.Of((Douyin, "| quirk | where | test |\n|---|---|---|\n| commas | handled | none |"))));
    }

    [Theory]
    [InlineData("| commas | `Gone.cs` | `Scopes_are_joined` |", "src/A/Gone.cs")]
    [InlineData("| commas | `Scopes.cs` | `Scopes_are_gone` |", "Scopes_are_gone")]
    [InlineData("| commas | `Scopes.cs` | none |", "no test")]
    [InlineData("| commas | handled | `Scopes_are_joined` |", "no file")]
    public void A_row_without_its_file_or_test_is_found(string row, string reason)
    {
        Assert.NotEmpty(reason);
        Verdict.IsOneFaultIn(Ledger + ":3", Check(Tree(row)));
    }

    [Fact]
    public void A_row_with_both_is_fine() => Verdict.IsClean(Check(Tree("| commas `a,b` | `Scopes.cs` | `ScopesTests.Scopes_are_joined` |")));

    private static SourceTree Tree(string row) => SourceTree.Of(
        (Ledger, "| quirk | where | test |\n|---|---|---|\n" + row),
        ("src/A/Scopes.cs", "class Scopes;"),
        ("tests/A.Tests/ScopesTests.cs", "public void Scopes_are_joined() { }"));

    private static IEnumerable<Violation> Check(SourceTree tree) => ((string[])[Ledger, Douyin]).SelectMany(ledger => Check(tree, ledger));

    private static IEnumerable<Violation> Check(SourceTree tree, string ledger)
    {
        if (tree.Text(ledger) is not { } text)
        {
            yield break;
        }

        var tests = string.Join('\n', tree.Under(["tests"], ".cs", ".mjs").Select(file => file.Text));
        var names = tree.All.Select(file => file.Path).ToList();
        var lines = text.Split('\n');
        for (var number = 0; number < lines.Length; number++)
        {
            var isRow = lines[number].StartsWith('|') && number + 1 < lines.Length && !lines[number + 1].StartsWith("|--", StringComparison.Ordinal) && !lines[number].StartsWith("|--", StringComparison.Ordinal);
            isRow |= lines[number].StartsWith('|') && number + 1 == lines.Length;
            foreach (var fault in isRow ? Faults(lines[number], names, tests).Take(1) : [])
            {
                yield return new Violation($"{ledger}:{number + 1}", fault, "Name the file and the test as they are called today");
            }
        }
    }

    private static IEnumerable<string> Faults(string row, List<string> names, string tests)
    {
        var quoted = Quoted.Matches(row).Select(match => match.Groups["text"].Value).ToList();
        var files = quoted.Where(text => File.IsMatch(text)).ToList();
        var methods = quoted.Select(text => TestName.Match(text)).Where(match => match.Success).Select(match => match.Groups["method"].Value).ToList();
        foreach (var file in files.Where(file => !names.Exists(name => name == file || name.EndsWith("/" + file, StringComparison.Ordinal))))
        {
            yield return $"the file {file} does not exist";
        }

        foreach (var method in methods.Where(method => !Regex.IsMatch(tests, $@"\b{method}\s*\(")))
        {
            yield return $"the test {method} does not exist";
        }

        if (files.Count == 0)
        {
            yield return "the row names no file";
        }

        if (methods.Count == 0)
        {
            yield return "the row names no test";
        }
    }
}
