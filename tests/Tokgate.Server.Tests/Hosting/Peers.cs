using System.Diagnostics;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>Programs of tests/peers, which run on Node with other people's packages.</summary>
internal static class Peers
{
    public const string Missing = "The npm packages of tests/peers are missing or incomplete. Install them: npm ci --ignore-scripts --prefix tests/peers";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Process Start(string program, string package, params string[] arguments) => Start(program, package, [], arguments);

    public static Process Start(string program, string package, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = Folder(package), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        process.ErrorDataReceived += static (_, _) => { }; // advice about development settings; an unread pipe would fill up
        process.BeginErrorReadLine();
        return process;
    }

    private static string Folder(string package)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var peers = Path.Combine(directory.FullName, "tests", "peers");
            if (Directory.Exists(Path.Combine(peers, "node_modules", package)))
            {
                return peers;
            }
        }

        throw new InvalidOperationException(Missing);
    }
}
