using System.Reflection;

namespace Tokgate.Conventions.Tests.Repository;

/// <summary>The projects of <c>src</c> as they were built, for the rules that look at what came out.</summary>
internal static class BuiltAssemblies
{
    public static IReadOnlyList<string> ShippedLibraries { get; } = Projects
        .Where(project => ProjectFile(project).Contains("Library.targets", StringComparison.Ordinal))
        .ToList();

    public static IEnumerable<string> Projects => SourceTree.OfRepository.Under(["src"], ".csproj").Select(file => file.Project);

    public static IEnumerable<Assembly> All => Projects.Select(Load);

    public static IEnumerable<Assembly> Libraries => ShippedLibraries.Select(Load);

    public static Assembly Load(string project)
    {
        var path = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        return File.Exists(path)
            ? Assembly.LoadFrom(path)
            : throw new InvalidOperationException($"{project} does not lie beside the convention tests: reference it in Tokgate.Conventions.Tests.csproj.");
    }

    public static string ProjectFile(string project) => SourceTree.OfRepository.Text($"src/{project}/{project}.csproj") ?? "";
}
