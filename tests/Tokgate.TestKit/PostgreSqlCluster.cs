using System.Diagnostics;
using System.Security.Cryptography;

namespace Tokgate.TestKit;

/// <summary>A PostgreSQL of our own for this run: private folder, free port, no durability. Started when the first test asks.</summary>
public sealed class PostgreSqlCluster
{
    private const string Missing = "PostgreSQL is missing. Install it: apt-get install -y --no-install-recommends postgresql (its binaries are looked for in /usr/lib/postgresql/*/bin).";

    private static readonly Lazy<PostgreSqlCluster> Running = new(() => new PostgreSqlCluster());

    private readonly string directory = Path.Combine(Path.GetTempPath(), "tokgate-pg-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
    private readonly string binaries;
    private readonly int port;

    private PostgreSqlCluster()
    {
        binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) ?? throw new InvalidOperationException(Missing)
            : throw new InvalidOperationException(Missing);
        port = FreePort.Next();
        var isRoot = Environment.UserName == "root";
        Run("install", isRoot ? ["-d", "-o", "postgres", "-m", "700", directory] : ["-d", "-m", "700", directory]);
        var cluster = Path.Combine(directory, "cluster");
        AsOwner(isRoot, "initdb", "-D", cluster, "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8");
        var settings = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=400";
        AsOwner(isRoot, "pg_ctl", "-D", cluster, "-o", settings, "-l", Path.Combine(directory, "log"), "-w", "start");
        CleanUpAfterThisProcess(isRoot, cluster);
    }

    /// <summary>An empty schema; a database of its own would cost 150 ms.</summary>
    public static string NewConnectionString()
    {
        var schema = "test_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        // Pools outlive the tests that filled them; without the pruning the cluster runs out of connections.
        var connectionString = $"Host=127.0.0.1;Port={Running.Value.port};Username=postgres;Database=postgres;Maximum Pool Size=20;Connection Idle Lifetime=2;Connection Pruning Interval=1";
        Run(Path.Combine(Running.Value.binaries, "psql"), ["-q", "-h", "127.0.0.1", "-p", $"{Running.Value.port}", "-U", "postgres", "-c", $"create schema {schema}", "postgres"]);
        return $"{connectionString};Search Path={schema}";
    }

    // From outside: a test host has no time at its end for deleting a cluster, and none at all if it is killed.
    private void CleanUpAfterThisProcess(bool isRoot, string cluster)
    {
        var stop = $"{(isRoot ? "runuser -u postgres -- " : "")}{Path.Combine(binaries, "pg_ctl")} -D {cluster} -m immediate stop";
        Run("sh", ["-c", $"setsid sh -c 'while kill -0 {Environment.ProcessId}; do sleep 1; done; {stop}; rm -rf {directory}' &"]);
    }

    private void AsOwner(bool isRoot, string program, params string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        if (isRoot)
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    // Output is not read: the server that pg_ctl starts would inherit the pipe, and the reading would never end.
    private static void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "\"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!; // /bin/sh is there
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }
}
