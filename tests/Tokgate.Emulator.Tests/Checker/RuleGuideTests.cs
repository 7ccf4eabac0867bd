using Tokgate.Emulator.Checker;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>The guide tells of every rule what the checker itself says, so that neither lags behind.</summary>
public sealed class RuleGuideTests
{
    private const string Guide = "docs/guides/checker.md";

    [Fact]
    public void The_guide_has_a_row_for_every_rule_and_no_other()
    {
        var rows = File.ReadLines(Path.Combine(Root(), Guide)).Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|').Length == 7);

        Assert.Equal(RuleBook.All.Select(Row), rows);
    }

    private static string Row(Rule rule) =>
        $"| `{rule.Id}` | {CheckWords.Of(rule.Severity)} | {rule.Title} {rule.Why} | {rule.Mend} | [{CheckWords.Of(rule.Evidence)}]({rule.Source.AbsoluteUri}) |";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tokgate.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }

        return folder.FullName;
    }
}
