using Xunit.Abstractions;

namespace Tokgate.Conventions.Tests.Text;

public sealed class FileSizeTests(ITestOutputHelper output)
{
    private const int Limit = 400;

    // Path and reason. A file leaves this list by being split, and joins it by a decision.
    private static readonly Dictionary<string, string> Longer = [];

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var sizes = Sources(SourceTree.OfRepository).Select(file => file.Lines.Count).Order().ToList();
        output.WriteLine($"{sizes.Count} files, median {sizes[sizes.Count / 2]} lines, p90 {sizes[sizes.Count * 9 / 10]}, longest {sizes[^1]}");
        Verdict.IsClean(Check(SourceTree.OfRepository));
    }

    [Fact]
    public void A_long_file_is_found() =>
        Verdict.IsOneFaultIn("src/A/Long.cs", Check(SourceTree.Of(("src/A/Long.cs", new string('\n', 400) + "x"), ("src/A/Short.cs", "x"))));

    private static IEnumerable<SourceFile> Sources(SourceTree tree) =>
        tree.Under(["src", "tests", "bench", "samples", "eng", "web"], ".cs", ".cshtml", ".mjs", ".ts", ".js", ".css");

    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in Sources(tree)
        where file.Lines.Count > Limit && !Longer.ContainsKey(file.Path)
        select new Violation(file.Path, $"{file.Lines.Count} lines", $"Split it by what it does; {Limit} is the limit and 200 the aim");
}
