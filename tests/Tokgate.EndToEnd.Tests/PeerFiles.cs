namespace Tokgate.EndToEnd.Tests;

/// <summary>Files of npm packages, which tests/peers pins and installs.</summary>
internal static class PeerFiles
{
    public static string Root { get; } = FindRoot();

    public static string Find(string package, params string[] path)
    {
        var file = Path.Combine([Root, "tests", "peers", "node_modules", package, .. path]);
        return File.Exists(file) ? file : throw new InvalidOperationException($"{package} is not installed. ./test installs it: npm ci --ignore-scripts --prefix tests/peers.");
    }

    public static string Read(string package, params string[] path) => File.ReadAllText(Find(package, path));

    private static string FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Tokgate.slnx")))
        {
            root = root.Parent;
        }

        return root?.FullName ?? throw new InvalidOperationException("Run the tests from inside the repository.");
    }
}
