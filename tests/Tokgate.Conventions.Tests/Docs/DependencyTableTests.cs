using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

public sealed class DependencyTableTests
{
    private const string Table = "docs/decisions/2026-11-21-dependencies.md";

    private static readonly Regex Pinned = new(@"<PackageVersion\s+Include=""(?<name>[^""]+)""\s+Version=""(?<version>[^""]+)""", RegexOptions.ExplicitCapture);
    private static readonly Regex Row = new(@"^\|\s*(?<names>[^|]+?)\s*\|\s*(?<versions>[^|]*\d[^|]*?)\s*\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture);

    private static readonly Regex Vendored = new(@"^vendor (?<name>\S+) (?<version>[\d.]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_package_has_its_reason_and_every_reason_its_package() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("| Other | 1.0.0 | x |\n| One | 1.0.0 | x |")]
    [InlineData("| One | 2.0.0 | x |")]
    [InlineData("")]
    public void A_table_that_lags_behind_is_found(string rows) => Assert.NotEmpty(Check(SourceTree.Of(
        ("Directory.Packages.props", "<PackageVersion Include=\"One\" Version=\"1.0.0\" />"), (Table, rows))));

    [Fact]
    public void A_table_that_says_what_is_used_is_fine() => Verdict.IsClean(Check(SourceTree.Of(
        ("Directory.Packages.props", "<PackageVersion Include=\"One\" Version=\"1.0.0\" />"),
        ("tests/peers/package.json", """{ "dependencies": { "a": "1.2.3", "b": "4.5.6" } }"""),
        ("bench/peers/package.json", """{ "dependencies": { "c": "7.8.9" } }"""),
        (Table, "| package | version |\n|---|---|\n| One | 1.0.0 | x |\n| a, b | 1.2.3, 4.5.6 | x |\n\n| c | 7.8.9 | x |"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var used = Pinned.Matches(tree.Text("Directory.Packages.props") ?? "")
            .Select(match => (Name: match.Groups["name"].Value, Version: match.Groups["version"].Value))
            .Concat(FromNpm(tree.Text("tests/peers/package.json")))
            .Concat(FromNpm(tree.Text("bench/peers/package.json")))
            .Concat(FromNpm(tree.Text("web/sdk/package.json")))
            .Concat(FromNpm(tree.Text("docs/package.json")))
            .Concat(tree.All.Where(file => file.Path.StartsWith("samples/", StringComparison.Ordinal) && file.Name == "package.json").SelectMany(file => FromNpm(file.Text)))
            .Concat(Vendored.Matches(tree.Text("eng/vendor") ?? "").Select(match => (Name: match.Groups["name"].Value, Version: match.Groups["version"].Value)))
            .ToHashSet();
        var told = Row.Matches(tree.Text(Table) ?? "").SelectMany(match => Pairs(match.Groups["names"].Value, match.Groups["versions"].Value)).ToHashSet();
        return
        [
            .. used.Except(told).Select(package => new Violation(Table, $"no row for {package.Name} {package.Version}", "Say what it is for and why it is not our own code")),
            .. told.Except(used).Select(package => new Violation(Table, $"a row for {package.Name} {package.Version}, which is not used", "Take the row out, or correct it")),
        ];
    }

    private static IEnumerable<(string Name, string Version)> Pairs(string names, string versions) =>
        names.Split(',', StringSplitOptions.TrimEntries).Zip(versions.Split(',', StringSplitOptions.TrimEntries));

    private static List<(string Name, string Version)> FromNpm(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return ((string[])["dependencies", "devDependencies"])
            .SelectMany(kind => document.RootElement.TryGetProperty(kind, out var packages) ? packages.EnumerateObject().ToArray() : [])
            .Select(member => (member.Name, Version: member.Value.GetString()!))
            .Where(member => !member.Version.StartsWith("file:", StringComparison.Ordinal)) // our own
            .ToList();
    }
}
