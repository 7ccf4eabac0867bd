using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Projects;

public sealed class ProjectFileTests
{
    private static readonly Regex VersionInProject = new(@"<PackageReference[^>]*\bVersion(?:Override)?=");
    private static readonly Regex LooseVersion = new(@"<PackageVersion[^>]*\bVersion=""(?!\d+\.\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?"")[^""]*""");

    [Fact]
    public void Project_files_are_short_and_their_packages_pinned() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("src/A/A.csproj", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n<Project/>")]
    [InlineData("src/A/A.csproj", "<PackageReference Include=\"X\" Version=\"1.0.0\" />")]
    [InlineData("Directory.Packages.props", "<PackageVersion Include=\"X\" Version=\"1.*\" />")]
    [InlineData("Directory.Packages.props", "<PackageVersion Include=\"Moq\" Version=\"4.0.0\" />")]
    [InlineData("NuGet.config", "")]
    public void A_fault_in_a_project_file_is_found(string path, string text) =>
        Verdict.IsOneFaultIn(path, Check(SourceTree.Of((path, text), ("src/A/packages.lock.json", "{}"))));

    [Fact]
    public void A_project_without_a_lock_file_is_found() => Verdict.IsOneFaultIn("src/A/A.csproj", Check(SourceTree.Of(("src/A/A.csproj", "<Project/>"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.All)
        {
            if (file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            {
                if (file.Lines.Count >= 20)
                {
                    yield return new Violation(file.Path, $"{file.Lines.Count} lines", "Move what its kind has in common to eng/<Kind>.targets");
                }

                if (!tree.Has(file.Folder + "/packages.lock.json"))
                {
                    yield return new Violation(file.Path, "no packages.lock.json beside it", "Restore once and commit the file");
                }
            }

            if (file.Name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase))
            {
                yield return new Violation(file.Path, "names package sources", "Delete it: the machine's sources are used");
            }

            foreach (var violation in file.Path.EndsWith("proj", StringComparison.Ordinal) || file.Path.EndsWith(".props", StringComparison.Ordinal) ? PackagesIn(file) : [])
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<Violation> PackagesIn(SourceFile file) =>
    [
        .. file.Each(VersionInProject, _ => "a package has its version here", "Write the version in Directory.Packages.props"),
        .. file.Each(LooseVersion, match => $"`{match.Value}` is not one exact version", "Pin it"),
        .. file.Each(new Regex(@"Include=""(?:Moq|NSubstitute|FakeItEasy|FluentAssertions|AutoFixture)[.""]"), match => $"{match.Value} is not used here", "Write a fake as a class, assert with xunit"),
    ];
}
