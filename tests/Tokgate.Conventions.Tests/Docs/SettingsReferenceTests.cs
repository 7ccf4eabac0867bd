using System.Text.RegularExpressions;
using Tokgate.Conventions.Tests.Docs.Blocks;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>docs/settings.md has every setting that the code reads, once, and nothing else.</summary>
public sealed class SettingsReferenceTests
{
    private const string Page = "docs/settings.md";

    private static readonly Regex Row = new(@"^\| `(?<name>\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
    private static readonly Regex Named = new(@"\b(?<name>Tokgate__(?:[A-Z]\w*?)(?=__\d+__|\b)(?:__\d+__\w+)?)", RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_setting_has_its_row() => Verdict.IsClean(Check(SourceTree.OfRepository.Text(Page) ?? "", [.. KnownSettings.Of(SourceTree.OfRepository).Select(setting => setting.Name)]));

    [Fact]
    public void Settings_are_found_where_the_code_reads_them() => Assert.Superset(
        new HashSet<string>(["Tokgate__Issuer", "Tokgate__MasterKey", "Tokgate__Limits__Browser__PerSecond", "Tokgate__Vault__Warmth__Batch", "Tokgate__Proxy__Clients__N__ClientKey", "TIKTOK_CLIENT_SECRET_FORMER", "Emulator__Port", "Playground__AppPort"]),
        KnownSettings.Of(SourceTree.OfRepository).Select(setting => setting.Name).ToHashSet());

    [Theory]
    [InlineData("| `Tokgate__One` | x |")]
    [InlineData("| `Tokgate__One` | x |\n| `Tokgate__Two` | x |\n| `Tokgate__Three` | x |")]
    [InlineData("| `Tokgate__One` | x |\n| `Tokgate__Two` | x |\n| `Tokgate__Two` | x |")]
    public void A_page_that_lags_behind_is_found(string page) => Assert.NotEmpty(Check(page, ["Tokgate__One", "Tokgate__Two"]));

    [Fact]
    public void No_page_names_a_setting_that_there_is_not() => Verdict.IsClean(SourceTree.OfRepository.All.Where(CodeBlock.IsPage).SelectMany(page => page
        .Each(Named, match => $"nothing reads {match.Groups["name"].Value}", "Name a setting of docs/settings.md")
        .Where(violation => !KnownSettings.Of(SourceTree.OfRepository).Any(setting => violation.What.EndsWith(' ' + setting.Name, StringComparison.Ordinal) || setting.Fits(violation.What.Split(' ')[^1])
            || setting.Name.StartsWith(violation.What.Split(' ')[^1].TrimEnd('_') + "__", StringComparison.Ordinal)))));

    private static IEnumerable<Violation> Check(string page, IReadOnlyCollection<string> settings)
    {
        var told = Row.Matches(page).Select(match => match.Groups["name"].Value).ToList();
        return settings.Except(told).Select(name => new Violation(Page, $"{name} has no row", "Say what it decides, its default and its bounds"))
            .Concat(told.Except(settings).Select(name => new Violation(Page, $"nothing reads {name}", "Take the row out, or correct the name")))
            .Concat(told.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => new Violation(Page, $"{group.Key} stands here {group.Count()} times", "Leave one row")));
    }
}
