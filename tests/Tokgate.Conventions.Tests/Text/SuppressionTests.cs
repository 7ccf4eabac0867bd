using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

public sealed class SuppressionTests
{
    private const string Mend = "Say after it why the rule is wrong here";

    // Put together, so that this file obeys the rule that it holds.
    private const string Pragma = "#prag" + "ma warning disable";
    private const string Attribute = "[Suppress" + "Message(\"Design\", \"CA1000\"";

    private static readonly Regex BarePragma = new($@"{Pragma}\b(?![^\n]*//\s*\S+\s+\S+)[^\n]*");
    private static readonly Regex BareAttribute = new(@"\bSuppress" + @"Message(?:Attribute)?\((?![^\]]*Justification\s*=\s*""[^""\s]+\s[^""]+"")[^\]]*\]");
    private static readonly Regex BareSeverity = new(@"^dotnet_diagnostic\.\w+\.severity\s*=\s*(?:none|silent)\s*(?:#\s*)?$", RegexOptions.Multiline);
    private static readonly Regex NoWarn = new(@"<NoWarn>(?<ids>[^<]*)</NoWarn>", RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_suppression_has_a_reason() => Verdict.IsClean(Check(SourceTree.OfRepository));

    public static TheoryData<string, string> Faults => new()
    {
        { "src/A/X.cs", $"{Pragma} CA1000\n" },
        { "src/A/X.cs", $"{Pragma} CA1000 // reason\n" },
        { "src/A/X.cs", $"{Attribute})]" },
        { "src/A/X.cs", $"{Attribute}, Justification = \"<Pending>\")]" },
        { ".editorconfig", "dotnet_diagnostic.CA1000.severity = none\n" },
        { "src/A/A.csproj", "<NoWarn>$(NoWarn);CA1000</NoWarn>" },
        { "src/A/GlobalSuppressions.cs", "" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_suppression_without_a_reason_is_found(string path, string text) => Verdict.IsOneFaultIn(path, Check(SourceTree.Of((path, text))));

    [Fact]
    public void Suppressions_with_a_reason_stay() => Verdict.IsClean(Check(SourceTree.Of(
        ("src/A/X.cs", $"{Pragma} CA1000 // the wire says so\n{Attribute}, Justification = \"the wire says so\")]"),
        (".editorconfig", "dotnet_diagnostic.CA1000.severity = none # the wire says so\n"),
        ("eng/Web.targets", "<NoWarn>$(NoWarn);CS1591</NoWarn>"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var code = tree.CSharp("src", "tests", "bench", "samples").ToList();
        return
        [
            .. code.SelectMany(file => file.Each(BarePragma, match => $"`{match.Value.Trim()}` has no reason", Mend)),
            .. code.SelectMany(file => file.Each(BareAttribute, _ => "a suppression has no Justification", Mend)),
            .. code.Where(file => file.Name == "GlobalSuppressions.cs").Select(file => new Violation(file.Path, "suppresses far from the code", "Move each suppression to its line")),
            .. tree.All.Where(file => file.Name == ".editorconfig").SelectMany(file => file.Each(BareSeverity, match => $"`{match.Value.Trim()}` has no reason", Mend)),
            .. tree.All.Where(file => file.Path.EndsWith("proj", StringComparison.Ordinal) || file.Path.EndsWith(".targets", StringComparison.Ordinal) || file.Path.EndsWith(".props", StringComparison.Ordinal))
                .SelectMany(file => file.Each(NoWarn, match => $"`{match.Value}` switches warnings off for a whole project", "Suppress at the line, with a reason"))
                .Where(violation => !violation.What.Contains("$(NoWarn);CS1591<", StringComparison.Ordinal)), // undocumented members, where nothing is shipped
        ];
    }
}
