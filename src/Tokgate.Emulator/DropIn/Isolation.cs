using System.Globalization;
using System.Reflection;

namespace Tokgate.Emulator.DropIn;

/// <summary>
/// <c>run</c> without a trace: this program once more in namespaces of its own, where the machine's files can be changed because they are copies.
/// What the process sees ends with it, however it ends; the machine itself was never changed.
/// </summary>
internal static class Isolation
{
    private const string LowestPortFile = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

    public static async Task<int> RunAsync(DropInArguments arguments, IReadOnlyList<string> asTyped)
    {
        DropInSession.Check(Hosting.ProgramOptions.Read(arguments.EmulatorArguments));
        if (!OperatingSystem.IsLinux())
        {
            throw Unavailable("this is not Linux");
        }

        var ownNetwork = arguments.Offline || !MayListen(arguments.HttpsPort);
        string[] namespaces = [.. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--user", "--map-root-user"], "--mount", .. ownNetwork ? (string[])["--net"] : []];
        if (Tool.Fault("unshare", [.. namespaces, "--", "true"]) is { } fault)
        {
            throw Unavailable(fault);
        }

        if (ownNetwork && !arguments.Offline)
        {
            await Console.Error.WriteLineAsync($"You may not listen on port {arguments.HttpsPort}, so the command has a network of its own: loopback and nothing else.");
        }

        var directory = Directory.CreateTempSubdirectory("tokgate-drop-in-").FullName;
        try
        {
            string[] self = [Environment.ProcessPath!, .. IsHost(Environment.ProcessPath!) ? (string[])["exec", Assembly.GetExecutingAssembly().Location] : []]; // the path of a running process
            string[] again = [.. self, "drop-in", "run", "--inside", directory, .. ownNetwork && !arguments.Offline ? (string[])["--offline"] : [], .. asTyped.Skip(1)];
            return await CommandRun.RunAsync(["unshare", .. namespaces, "--", .. again], []);
        }
        finally
        {
            Directory.Delete(directory); // what was mounted on it was seen by the other process alone
        }
    }

    private static bool IsHost(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";

    private static bool MayListen(int port) =>
        Environment.IsPrivilegedProcess
        || (File.Exists(LowestPortFile) && int.TryParse(File.ReadAllText(LowestPortFile), CultureInfo.InvariantCulture, out var lowest) && port >= lowest);

    private static InvalidOperationException Unavailable(string why) => new(
        $"{ErrorIds.DropInIsolationUnavailable}: The command cannot be given a view of its own of this machine: {why}. "
        + "With --machine, as root, its hosts file and trust are changed for as long as the command runs.");
}
