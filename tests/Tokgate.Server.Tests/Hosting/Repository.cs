namespace Tokgate.Server.Tests.Hosting;

/// <summary>Files of the repository that tests hold to what they say.</summary>
internal static class Repository
{
    public static string Find(string path)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, path); // tests run inside the repository
    }
}
