using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Projects;

public sealed class ProjectReferenceTests
{
    private static readonly Regex Reference = new(@"<ProjectReference\s+Include=""[^""]*?(?<name>[\w.]+)\.csproj""", RegexOptions.ExplicitCapture);
    private static readonly Regex Friend = new(@"InternalsVisibleTo(?:\s+Include=|\()""(?<name>[^"",]+)", RegexOptions.ExplicitCapture);

    [Fact]
    public void Projects_reference_only_what_the_arrows_allow() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void Built_assemblies_reference_only_what_the_arrows_allow() => Verdict.IsClean(
        from assembly in BuiltAssemblies.All
        let name = assembly.GetName().Name!
        let allowed = Arrows.Reachable(name)
        from used in assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
        where used.StartsWith("Tokgate.", StringComparison.Ordinal) && !allowed.Contains(used)
        select new Violation(name + ".dll", $"it uses {used}", "Turn the dependency round, or move the code to the project that may know both"));

    [Theory]
    [InlineData("src/Tokgate.Emulator/Tokgate.Emulator.csproj", "Tokgate.TikTok")]
    [InlineData("src/Tokgate.TikTok/Tokgate.TikTok.csproj", "Tokgate.AspNetCore")]
    [InlineData("src/Tokgate.AspNetCore/Tokgate.AspNetCore.csproj", "Tokgate.Playground")]
    [InlineData("src/Tokgate.New/Tokgate.New.csproj", "Tokgate.TikTok")]
    [InlineData("samples/Blog/Blog.csproj", "Tokgate.Playground")]
    public void A_forbidden_reference_is_found(string project, string target) =>
        Verdict.IsOneFaultIn(project, Check(SourceTree.Of((project, $"<ProjectReference Include=\"../{target}/{target}.csproj\" />"))));

    [Fact]
    public void A_foreign_friend_is_found() => Verdict.IsOneFaultIn(
        "src/Tokgate.TikTok/X.cs", Check(SourceTree.Of(("src/Tokgate.TikTok/X.cs", "[assembly: InternalsVisibleTo(\"Tokgate.Playground\")]"))));

    [Fact]
    public void Tests_may_reference_anything() => Verdict.IsClean(Check(SourceTree.Of(
        ("tests/X.Tests/X.Tests.csproj", "<ProjectReference Include=\"../../src/Tokgate.Playground/Tokgate.Playground.csproj\" />"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var projects = tree.All.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).ToList();
        var references =
            from file in projects
            let project = Path.GetFileNameWithoutExtension(file.Path)
            from Match match in Reference.Matches(file.Text)
            let target = match.Groups["name"].Value
            where !IsAllowed(file.Path, project, target)
            select new Violation(file.At(match.Index), $"{project} references {target}", "Turn the dependency round, or change the arrows in Arrows.cs by a decision");
        var friends =
            from file in tree.Under(["src", "eng", "tests"], ".cs", ".csproj", ".targets")
            where !file.Path.StartsWith("tests/Tokgate.Conventions.Tests/", StringComparison.Ordinal)
            from match in Friend.Matches(file.Text)
            let friend = match.Groups["name"].Value
            where friend != "$(MSBuildProjectName).Tests" && friend != file.Project + ".Tests"
            select new Violation(file.At(match.Index), $"opens its internals to {friend}", "Only a project's own tests see its internals");
        return references.Concat(friends);
    }

    private static bool IsAllowed(string path, string project, string target) => path.Split('/')[0] switch
    {
        "src" => Arrows.Allowed.TryGetValue(project, out var allowed) && allowed.Contains(target),
        "tests" => !Arrows.Allowed.TryGetValue(project, out var allowed) || allowed.Contains(target),
        _ => target != "Tokgate.Playground",
    };
}
