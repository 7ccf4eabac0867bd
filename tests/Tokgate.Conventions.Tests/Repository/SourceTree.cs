namespace Tokgate.Conventions.Tests.Repository;

/// <summary>The files that a rule looks at: the repository's, or a few made up ones in which a fault is planted.</summary>
internal sealed class SourceTree
{
    private static readonly HashSet<string> NotOurs =
        ["bin", "obj", "dist", "node_modules", "vendor", ".git", ".test", ".tokgate", ".vs", ".vscode", ".idea", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static readonly HashSet<string> Binary = [".png", ".jpg", ".ico", ".woff", ".woff2", ".gif", ".webp", ".user"];

    private static readonly Lazy<SourceTree> Loaded = new(Load);

    private readonly SortedDictionary<string, string> files;

    private SourceTree(IEnumerable<KeyValuePair<string, string>> files) =>
        this.files = new SortedDictionary<string, string>(files.ToDictionary(file => file.Key, file => file.Value), StringComparer.Ordinal);

    /// <summary>The repository as it lies on the disk, without what builds and tools leave in it.</summary>
    public static SourceTree OfRepository => Loaded.Value;

    public static string Root { get; } = FindRoot();

    public static SourceTree Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));

    public IEnumerable<SourceFile> All => files.Select(file => new SourceFile(file.Key, file.Value));

    public IEnumerable<SourceFile> CSharp(params string[] roots) => Under(roots, ".cs");

    public IEnumerable<SourceFile> Under(string[] roots, params string[] extensions) =>
        All.Where(file => Array.Exists(roots, root => file.Path.StartsWith(root + "/", StringComparison.Ordinal)))
            .Where(file => extensions.Contains(System.IO.Path.GetExtension(file.Path), StringComparer.Ordinal));

    public bool Has(string path) => files.ContainsKey(path);

    public bool HasFolder(string path) => files.Keys.Any(file => file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public string? Text(string path) => files.GetValueOrDefault(path);

    private static SourceTree Load() => new(Walk(new DirectoryInfo(Root))
        .Select(file => KeyValuePair.Create(
            System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'),
            Binary.Contains(file.Extension) ? "" : File.ReadAllText(file.FullName))));

    // Links are not followed: they may lead out of the repository, or round in a circle.
    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(file => file.LinkTarget is null && file.Name != ".git")
        .Concat(folder.EnumerateDirectories().Where(inner => inner.LinkTarget is null && !NotOurs.Contains(inner.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Tokgate.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Tokgate.slnx is in no folder above the test assembly: run the tests from inside the repository.");
    }
}
