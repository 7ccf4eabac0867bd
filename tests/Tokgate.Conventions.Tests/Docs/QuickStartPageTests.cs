using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>A quick start is a program under samples that a test signs in with, and every program there has its quick start.</summary>
public sealed class QuickStartPageTests
{
    private static readonly Regex Row = new(@"^\| \[`samples/(?<sample>\w+)`\]\(\.\./\.\./samples/\k<sample>\) \| `(?:(?<class>\w+Tests)\.(?<method>\w+)|(?<script>tests/peers/[\w-]+\.test\.mjs))` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_quick_start_has_a_program_and_a_test_that_signs_in_with_it() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("No program.")]
    [InlineData("| [`samples/Gone`](../../samples/Gone) | `ATests.It_signs_in` |")]
    [InlineData("| [`samples/A`](../../samples/A) | `ATests.It_is_gone` |")]
    [InlineData("| [`samples/A`](../../samples/A) | `BTests.It_signs_somebody_else_in` |")]
    [InlineData("| [`samples/B`](../../samples/B) | `BTests.It_signs_somebody_else_in` |")]
    public void A_quick_start_that_nothing_runs_is_found(string row) => Assert.NotEmpty(Check(Tree(row)));

    [Fact]
    public void A_quick_start_that_a_test_runs_is_fine() => Verdict.IsClean(Check(Tree("| [`samples/A`](../../samples/A) | `ATests.It_signs_in` |")));

    private static SourceTree Tree(string row) => SourceTree.Of(
        ("docs/start/README.md", "[a](a.md)"),
        ("docs/start/a.md", "# A\n\n" + row),
        ("samples/A/Program.cs", ""),
        ("tests/X.Tests/ATests.cs", "class ATests(Fixture f) { public async Task It_signs_in() => Start(\"A\"); }"),
        ("tests/Y.Tests/BTests.cs", "class BTests { public async Task It_signs_somebody_else_in() => Start(\"Other\"); }"));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var pages = tree.All.Where(file => file.Folder == "docs/start" && file.Name != "README.md").ToList();
        var samples = tree.All.Where(file => file.Path.StartsWith("samples/", StringComparison.Ordinal)).Select(file => file.Path.Split('/')).Where(parts => parts.Length > 2).Select(parts => parts[1]).Distinct(StringComparer.Ordinal).ToList();
        var shown = pages.Concat(tree.All.Where(file => file.Folder == "docs/guides")).SelectMany(page => Row.Matches(page.Text).Select(match => match.Groups["sample"].Value)).ToHashSet(StringComparer.Ordinal);
        return pages.Concat(tree.All.Where(file => file.Folder == "docs/guides" && Row.IsMatch(file.Text))).SelectMany(page => Faults(tree, page, samples))
            .Concat(pages.Where(page => tree.Text("docs/start/README.md")?.Contains($"({page.Name})", StringComparison.Ordinal) != true).Select(page => new Violation(page.Path, "docs/start/README.md does not lead here", "Put it into the table")))
            .Concat(samples.Where(sample => !shown.Contains(sample)).Select(sample => new Violation($"samples/{sample}", "it has no quick start", "Write docs/start/….md, or a guide, which names it and the test that signs in with it: | [`samples/X`](../../samples/X) | `Class.Method` |")));
    }

    private static IEnumerable<Violation> Faults(SourceTree tree, SourceFile page, List<string> samples)
    {
        var rows = Row.Matches(page.Text);
        if (rows.Count == 0)
        {
            yield return new Violation(page.Path, "it names no program and no test", "End with a row: | [`samples/X`](../../samples/X) | `Class.Method` |");
        }

        foreach (var row in rows.AsEnumerable())
        {
            var sample = row.Groups["sample"].Value;
            if (!samples.Contains(sample, StringComparer.Ordinal) || !IsRun(tree, row, sample))
            {
                yield return new Violation(page.At(row.Index), $"no such test runs samples/{sample}", "Name a program under samples, and a test of a class that starts it, itself or by its fixture");
            }
        }
    }

    // The class starts the program itself, or what it is given does: another class of the same project whose name stands in it.
    private static bool IsRun(SourceTree tree, Match row, string sample)
    {
        var starts = new Regex($@"""(?:samples/)?{sample}(?:/dist)?""|['""/]{sample}/");
        if (row.Groups["script"].Value is { Length: > 0 } script)
        {
            return tree.Text(script) is { } text && starts.IsMatch(text);
        }

        var holder = tree.CSharp("tests").FirstOrDefault(file => file.Name == row.Groups["class"].Value + ".cs" && Regex.IsMatch(file.Text, $@"public async Task {row.Groups["method"].Value}\("));
        return holder is not null && tree.CSharp("tests").Any(file => file.Project == holder.Project && starts.IsMatch(file.Text)
            && (file == holder || Regex.IsMatch(holder.Text, $@"\b{Path.GetFileNameWithoutExtension(file.Name)}\b")));
    }
}
