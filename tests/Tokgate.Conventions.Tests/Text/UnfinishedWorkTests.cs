using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

public sealed class UnfinishedWorkTests
{
    // Put together, so that this file obeys the rule that it holds.
    private const string Later = "TO" + "DO";
    private const string Stub = "Not" + "ImplementedException";
    private const string Left = "Sk" + "ip";

    private static readonly Regex Unfinished = new(
        $@"\b{Later}\b|\bFIX{"ME"}\b|\bHA{"CK"}\b|\bXX{"X"}\b|\b{Stub}\b|\b{Left}\s*=\s*(?:""|nameof)" +
        $@"|\b(?:test|it|describe)\.(?:sk{"ip"}|to{"do"}|on{"ly"})\b|\bsk{"ip"}:\s*(?:true|['""`])");

    [Fact]
    public void Nothing_is_left_unfinished_or_switched_off() => Verdict.IsClean(Check(SourceTree.OfRepository));

    public static TheoryData<string, string> Faults => new()
    {
        { "src/A/X.cs", $"// {Later} later" },
        { "src/A/X.cs", $"throw new {Stub}();" },
        { "tests/A/X.cs", $"[Fact({Left} = \"slow\")]" },
        { "tests/peers/x.test.mjs", $"test.{Left.ToLowerInvariant()}('x', () => {{}});" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Unfinished_work_is_found(string path, string text) => Verdict.IsOneFaultIn(path, Check(SourceTree.Of((path, text))));

    private static IEnumerable<Violation> Check(SourceTree tree) => tree
        .Under(["src", "tests", "bench", "samples", "eng", "web"], ".cs", ".cshtml", ".csproj", ".targets", ".mjs", ".ts", ".js", ".css", ".html")
        .SelectMany(file => file.Each(Unfinished, match => $"`{match.Value}`", "Finish it, or take it out; a test runs or is deleted"));
}
