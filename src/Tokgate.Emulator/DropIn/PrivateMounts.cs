namespace Tokgate.Emulator.DropIn;

/// <summary>In a mount namespace of its own: copies of the files that a set-up changes, mounted over the machine's.</summary>
internal sealed class PrivateMounts(string directory)
{
    private const string NameService = "/etc/nsswitch.conf";

    // A daemon that answers for the C library knows the machine's hosts file, not ours.
    private static readonly string[] NameDaemons = ["/run/nscd"];

    /// <returns>The same places, but for the state, which lies on a file system in memory.</returns>
    public DropInPlaces Prepare(DropInPlaces places, bool ownNetwork)
    {
        Must("mount", "-t", "tmpfs", "-o", "mode=0755", "tokgate-drop-in", directory);
        Cover(places.HostsFile);
        if (places.HashDirectory is { } certificates)
        {
            Cover(certificates);
        }

        foreach (var path in places.Bundles.Where(bundle => places.HashDirectory is null || !bundle.StartsWith(places.HashDirectory + "/", StringComparison.Ordinal)).Concat(places.CertificateDatabases))
        {
            Cover(path);
        }

        AskFilesFirst();
        foreach (var daemon in NameDaemons.Where(Directory.Exists))
        {
            Must("mount", "-t", "tmpfs", "tokgate-drop-in", daemon);
        }

        if (ownNetwork)
        {
            Must("ip", "link", "set", "lo", "up");
        }

        return places with { StateDirectory = Path.Combine(directory, "state") };
    }

    /// <summary>
    /// What goes before the command so that it runs as who started it: to get here without rights, this process became root of a user namespace.
    /// </summary>
    public static string[] AsCaller()
    {
        var user = Outside("/proc/self/uid_map");
        var group = Outside("/proc/self/gid_map");
        return user is null or "0" ? [] : ["unshare", "--user", $"--map-user={user}", $"--map-group={group ?? user}", "--"];
    }

    // "inside outside length"; of the machine itself it is one row over all numbers.
    private static string? Outside(string map) => File.ReadAllText(map).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is ["0", var outside, "1"] ? outside : null;

    private void Cover(string link)
    {
        var path = File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;
        var copy = Path.Combine(directory, path.Trim('/').Replace('/', '-'));
        Must("cp", "-a", "--no-preserve=ownership", path, copy);
        Must("mount", "--bind", copy, path);
    }

    // systemd's resolver, asked before the files, has read the machine's hosts file.
    private void AskFilesFirst()
    {
        if (!File.Exists(NameService))
        {
            return;
        }

        var lines = File.ReadAllLines(NameService);
        var at = Array.FindIndex(lines, line => line.StartsWith("hosts:", StringComparison.Ordinal));
        if (at < 0 || lines[at]["hosts:".Length..].TrimStart().StartsWith("files", StringComparison.Ordinal))
        {
            return;
        }

        lines[at] = "hosts: files " + lines[at]["hosts:".Length..].Replace(" files", "", StringComparison.Ordinal).Trim();
        var copy = Path.Combine(directory, "nsswitch.conf");
        File.WriteAllLines(copy, lines);
        Must("mount", "--bind", copy, NameService);
    }

    private static void Must(string program, params IEnumerable<string> arguments)
    {
        if (Tool.Fault(program, arguments) is { } fault)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInIsolationUnavailable}: {program} {string.Join(' ', arguments)}: {fault}");
        }
    }
}
