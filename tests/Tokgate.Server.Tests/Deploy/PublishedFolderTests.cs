using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Deploy;

/// <summary>What a container would hold: the published folder, started by a user who may do nothing, in a root that nobody can write to, with one folder of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PublishedFolderTests : IDisposable
{
    private const string Nobody = "65534";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TempDirectory place = new();
    private readonly CancellationTokenSource limit = new(Patience);

    private string Application => place["app"];

    private string Data => place["data"];

    [Fact]
    public async Task It_starts_without_rights_in_a_read_only_root_backs_itself_up_and_stops_when_asked()
    {
        await PublishAsync();
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await place.WriteSecretAsync("data/master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["-R", $"{Nobody}:{Nobody}", Data]);
        }

        var port = FreePort();
        using var broker = Start(["--migrate"], port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Assert.Equal("started", await EventuallyAsync(http, "/health/startup", broker));
        Assert.Equal("ready", await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), limit.Token));
        var status = await File.ReadAllLinesAsync($"/proc/{broker.Id}/status", limit.Token);
        Assert.Contains("CapEff:\t0000000000000000", status);
        Assert.Contains("NoNewPrivs:\t1", status);
        Assert.DoesNotContain(status, static line => line.StartsWith("Uid:\t0\t", StringComparison.Ordinal));
        Assert.Contains(await File.ReadAllLinesAsync($"/proc/{broker.Id}/mountinfo", limit.Token), static line => line.Split(' ') is [_, _, _, _, "/", var options, ..] && options.Split(',').Contains("ro"));

        // The verbs of the same program, beside the running one.
        using (var backup = Start(["backup", Path.Combine(Data, "copy.zip")], port))
        {
            var told = await backup.StandardOutput.ReadToEndAsync(limit.Token);
            await backup.WaitForExitAsync(limit.Token);
            Assert.True(backup.ExitCode == 0, told + await backup.StandardError.ReadToEndAsync(limit.Token));
            Assert.Contains("copy.zip", told, StringComparison.Ordinal);
        }

        using (var again = Start(["backup", Path.Combine(Data, "copy.zip")], port))
        {
            await again.WaitForExitAsync(limit.Token);
            Assert.Equal(1, again.ExitCode);
            Assert.StartsWith(ErrorIds.BackupPlaceUnusable, await again.StandardError.ReadToEndAsync(limit.Token), StringComparison.Ordinal);
        }

        await RunAsync("kill", ["-TERM", $"{broker.Id}"]);
        await broker.WaitForExitAsync(limit.Token);
        Assert.Equal(0, broker.ExitCode);
    }

    public void Dispose()
    {
        limit.Dispose();
        place.Dispose();
    }

    // What the build has made already, gathered as it is deployed.
    private Task PublishAsync()
    {
        var configuration = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug";
        return RunAsync("dotnet", ["publish", Repository.Find("src/Tokgate.Server"), "-c", configuration, "--no-build", "-o", Application, "-v", "q"]);
    }

    private Process Start(string[] arguments, int port)
    {
        // Without root's rights a namespace of users gives them, for the mounts alone.
        string[] space = Environment.IsPrivilegedProcess ? ["-m"] : ["-r", "-m"];
        var drop = Environment.IsPrivilegedProcess ? $"--reuid={Nobody} --regid={Nobody} --clear-groups" : "";
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            [.. space, "--", "sh", "-ec",
             "mount --make-rprivate /; mount --bind / /; mount -o remount,ro,bind /; mount --bind \"$DATA\" \"$DATA\"; mount -o remount,rw,bind \"$DATA\"; cd \"$APP\"; "
             + $"exec setpriv {drop} --no-new-privs --inh-caps=-all --bounding-set=-all ./Tokgate.Server \"$@\"",
             "sh", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in ((string, string)[])
            [("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), ("DATA", Data), ("APP", Application), ("HOME", Data), ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."))),
             ("DOTNET_EnableDiagnostics", "0"), ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), ("Tokgate__Issuer", "https://login.example.com"), ("Tokgate__DataDirectory", Data), ("Tokgate__Shutdown__NoticeFor", "00:00:00")])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!; // util-linux is everywhere
    }

    private async Task<string> EventuallyAsync(HttpClient http, string path, Process process)
    {
        return await Eventually.GetAsync(
            async () =>
            {
                try
                {
                    return await http.GetStringAsync(new Uri(path, UriKind.Relative), limit.Token);
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    return null;
                }
                catch (HttpRequestException)
                {
                    throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(limit.Token) + await process.StandardOutput.ReadToEndAsync(limit.Token));
                }
            },
            path);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a node would hold the output open
        using var process = Process.Start(start)!; // each is there
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program}: {output}");
    }
}
