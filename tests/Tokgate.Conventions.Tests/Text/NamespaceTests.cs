using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

/// <summary>In programs a folder is a feature and a namespace, or the rule against circles would look at the wrong thing.</summary>
public sealed class NamespaceTests
{
    private static readonly Regex Namespace = new(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline);

    [Fact]
    public void In_programs_the_namespace_is_the_folder() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void Another_namespace_is_found() =>
        Verdict.IsOneFaultIn("src/Tokgate.A/X/X.cs", Check(SourceTree.Of(Program("Tokgate.A"), ("src/Tokgate.A/X/X.cs", "namespace Tokgate.A;\nclass X;"))));

    [Fact]
    public void The_folders_own_namespace_is_fine() =>
        Verdict.IsClean(Check(SourceTree.Of(Program("Tokgate.A"), ("src/Tokgate.A/X/Y/X.cs", "namespace Tokgate.A.X.Y;\nclass X;"))));

    private static (string Path, string Text) Program(string name) => ($"src/{name}/{name}.csproj", "<Import Project=\"eng/Web.targets\" />");

    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.CSharp("src")
        where tree.Text($"src/{file.Project}/{file.Project}.csproj")?.Contains("Web.targets", StringComparison.Ordinal) == true
        let match = Namespace.Match(file.Code)
        let expected = file.Folder["src/".Length..].Replace('/', '.')
        where match.Success && match.Groups[1].Value != expected
        select new Violation(file.Path, $"its namespace is {match.Groups[1].Value}", $"Call it {expected}, as its folder");
}
