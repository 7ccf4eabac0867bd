using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

/// <summary>The repository builds behind any mirror and on any machine: it names neither.</summary>
public sealed class OutsideWorldTests
{
    // Put together, so that this file obeys the rule that it holds.
    private static readonly string[] Registries =
    [
        "nuget" + ".org", "npm" + "js.org", "npm" + "js.com", "yarn" + "pkg.com", "pypi" + ".org", "docker" + ".io", "ghcr" + ".io", "pkgs.dev" + ".azure.com", "npm.pkg.git" + "hub.com",
    ];

    private static readonly Regex Registry = new(string.Join('|', Registries.Select(Regex.Escape)), RegexOptions.IgnoreCase);
    private static readonly Regex MachinePath = new(@"(?<![\w.$}/-])/(?:work|root|tm" + @"p)/\w[\w./-]*");
    private static readonly Regex Workshop = new(@"\.\./shar" + @"ed/\w+|\bshar" + @"ed/(?:design|reference|seeds)\b");
    private static readonly Regex Download = new(@"""resolved""\s*:\s*""[^""]*://[^""]*""");

    [Fact]
    public void No_file_names_a_registry_or_a_path_of_a_machine() => Verdict.IsClean(Check(SourceTree.OfRepository));

    public static TheoryData<string, string> Faults => new()
    {
        { "README.md", "get it from www." + Registries[0] },
        { "src/A/X.cs", "var path = \"/ro" + "ot/x\";" },
        { "docs/x.md", "see ../shar" + "ed/design/x.md" },
        { "web/package-lock.json", "\"resolved\": \"https://registry.example/x.tgz\"" },
        { "src/A/packages.lock.json", "\"resolved\": \"https://registry.example/x.nupkg\"" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_place_of_somewhere_else_is_found(string path, string text) => Verdict.IsOneFaultIn(path, Check(SourceTree.Of((path, text))));

    [Fact]
    public void Addresses_of_the_subject_are_fine() => Verdict.IsClean(Check(SourceTree.Of(
        ("README.md", "https://www.tiktok.com/root/x, src/root/x, $HOME/work/x"), ("a/packages.lock.json", "\"resolved\": \"1.2.3\""))));

    private static IEnumerable<Violation> Check(SourceTree tree) => tree.All.SelectMany(file =>
        file.Each(Registry, match => $"names the registry {match.Value}", "Leave it out: the machine's sources are used")
            .Concat(file.Each(MachinePath, match => $"names {match.Value}, a path of one machine", "Use a relative path, or mktemp in a script"))
            .Concat(file.Each(Workshop, match => $"points to {match.Value}, which is not in the repository", "Say it here"))
            .Concat(file.Each(Download, _ => "holds a download address", "Write the lock file with the folder's own .npmrc")));
}
