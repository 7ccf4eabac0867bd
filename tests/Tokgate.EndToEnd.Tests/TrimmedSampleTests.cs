using System.Diagnostics;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>What the library needs survives trimming: the console sample, published self-contained, signs in, refreshes and revokes.</summary>
public sealed class TrimmedSampleTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tokgate-trimmed-");
    private readonly CancellationTokenSource _limit = new(s_patience);
    private readonly List<Process> _started = [];

    [Fact]
    public async Task The_console_sample_works_trimmed()
    {
        var program = await PublishAsync();
        await using var tiktok = await TikTokEmulator.StartAsync();
        await tiktok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = (string[])["http://127.0.0.1:*/callback/"] } });
        await tiktok.ConsentAsync("creator_full");
        var sample = Start(program, [tiktok.BaseAddress.AbsoluteUri], new()
        {
            ["TIKTOK_CLIENT_ID"] = TikTokEmulator.SandboxClientKey,
            ["TIKTOK_CLIENT_SECRET"] = TikTokEmulator.ClientSecret,
            ["REDIRECT_URI"] = $"http://127.0.0.1:{FreePort.Next()}/callback/",
        });
        var errors = sample.StandardError.ReadToEndAsync(_limit.Token);
        var address = await sample.StandardOutput.ReadLineAsync(_limit.Token) ?? throw new InvalidOperationException(await errors);
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(address));

        Assert.Equal("You can close this page.", page.Body);
        var output = await sample.StandardOutput.ReadToEndAsync(_limit.Token);
        await sample.WaitForExitAsync(_limit.Token);
        Assert.Equal(("", 0), (await errors, sample.ExitCode));
        Assert.Matches("^Signed in as Camille Full \\(\\S+\\), scopes user.info.basic,user.info.profile\nRefreshed, and revoked again.\n$", output);
        Assert.Equal(
            ["/v2/auth/authorize/", "/v2/oauth/token/", "/v2/user/info/", "/v2/oauth/token/", "/v2/oauth/revoke/"],
            (await tiktok.ReadRequestsAsync(_limit.Token)).EnumerateArray().Select(request => request.GetProperty("path").GetString()));
        var check = tiktok.Check();
        Assert.False(check.Fails(TikTokEmulatorSeverity.Warning), check.ToString());
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        _limit.Dispose();
        _temporary.Delete(recursive: true);
    }

    private async Task<string> PublishAsync()
    {
        var output = Path.Combine(_temporary.FullName, "published");
        // All that a build writes goes beside the output: other tests, and a build of the same tree, may run at this time. For the same reason
        // the restore is locked, and nothing is left running that would hold files.
        var publish = Start("dotnet",
            [
                "publish", Path.Combine(Repository(), "samples", "ConsoleSignIn"), "-c", "Release", "-r", "linux-x64", "--self-contained",
                "-o", output, "--artifacts-path", Path.Combine(_temporary.FullName, "artifacts"),
                "-p:RestoreLockedMode=true", "-p:UseSharedCompilation=false", "-nodeReuse:false",
            ],
            []);
        var errors = publish.StandardError.ReadToEndAsync(_limit.Token);
        var log = await publish.StandardOutput.ReadToEndAsync(_limit.Token);
        await publish.WaitForExitAsync(_limit.Token);
        Assert.True(publish.ExitCode == 0, log + await errors);
        // Trimmed and self-contained: its own runtime, without what it does not use.
        Assert.True(File.Exists(Path.Combine(output, "System.Private.CoreLib.dll")));
        Assert.False(File.Exists(Path.Combine(output, "System.Private.Xml.dll")));
        return Path.Combine(output, "ConsoleSignIn");
    }

    private Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _started.Add(process);
        return process;
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
