using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tokgate.Bench;

/// <summary>A PostgreSQL of this run's own with its defaults, durability among them, on the core that is not measured.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tokgate-bench-pg-");
    private readonly string _binaries;

    private PostgreSqlServer(int port, int core)
    {
        _binaries = Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")).Last();
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Maximum Pool Size=40;Max Auto Prepare=50";
        Run("chmod", "777", _directory.FullName);
        AsPostgres("initdb", "-D", Cluster, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "--encoding=UTF8");
        Run(
            "taskset", "-c", $"{core}", "runuser", "-u", "postgres", "--", Path.Combine(_binaries, "pg_ctl"), "-D", Cluster, "-w", "-l", Path.Combine(_directory.FullName, "log"),
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_wal_size=8GB -c shared_buffers=512MB", "start");
    }

    public string ConnectionString { get; }

    private string Cluster => Path.Combine(_directory.FullName, "cluster");

    public static PostgreSqlServer Start(int core)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new PostgreSqlServer(port, core);
    }

    public void Dispose()
    {
        AsPostgres("pg_ctl", "-D", Cluster, "-m", "immediate", "stop");
        _directory.Delete(recursive: true);
    }

    private void AsPostgres(string program, params string[] arguments) => Run("runuser", ["-u", "postgres", "--", Path.Combine(_binaries, program), .. arguments]);

    // Its output is not read: the server that pg_ctl starts would keep the pipe open.
    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!; // /bin/sh is there
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }
}
