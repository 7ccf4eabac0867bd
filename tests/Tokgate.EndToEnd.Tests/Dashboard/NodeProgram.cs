namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A program on Node, with the npm packages of tests/peers beside it.</summary>
internal static class NodeProgram
{
    /// <param name="files">Name and content; the first one is run.</param>
    /// <param name="environment">Beside what the tests have.</param>
    /// <param name="ready">Where it answers when it is up.</param>
    public static Task<RunningProgram> StartAsync(IReadOnlyList<(string Name, string Text)> files, IReadOnlyDictionary<string, string> environment, Uri ready) =>
        RunningProgram.StartAsync(files, LinkAsync, "node " + files[0].Name, environment, ready);

    // Packages are found beside the program, as after npm install.
    private static Task LinkAsync(string folder)
    {
        var express = PeerFiles.Find("express", "package.json");
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.GetDirectoryName(Path.GetDirectoryName(express)!)!); // a file in a folder
        return Task.CompletedTask;
    }
}
