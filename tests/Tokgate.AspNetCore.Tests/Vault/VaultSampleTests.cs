using System.Diagnostics;
using System.Net;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Vault;

/// <summary>The sample <c>VaultSignIn</c>, as a program of its own.</summary>
public sealed class VaultSampleTests : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly TempDirectory _directory = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));
    private Process? _sample;

    [Fact]
    public async Task It_signs_in_stays_fresh_and_disconnects()
    {
        await using var tiktok = await TikTokEmulator.StartAsync();
        await tiktok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = new[] { "http://127.0.0.1:*/signin-tiktok" } } });
        await tiktok.ConsentAsync("creator_full");
        var app = await StartAsync(tiktok.BaseAddress, MasterKeyOf.Write(_directory["master.key"], 1));
        using var browser = new BrowserWalker();

        Assert.StartsWith("Not signed in", (await browser.GetAsync(app)).Body, StringComparison.Ordinal);
        Assert.Equal("Camille Full", (await browser.GetAsync(new Uri(app, "/login"))).Body);
        Assert.StartsWith("Generation 1,", (await browser.GetAsync(new Uri(app, "/token"))).Body, StringComparison.Ordinal);

        // TikTok refuses the token that the program believes in: the client asks again with a fresh one.
        await tiktok.AdvanceClockAsync(TimeSpan.FromHours(3));
        Assert.Contains("Camille Full", (await browser.GetAsync(new Uri(app, "/profile"))).Body, StringComparison.Ordinal);
        Assert.StartsWith("Generation 2,", (await browser.GetAsync(new Uri(app, "/token"))).Body, StringComparison.Ordinal);

        await tiktok.ConsentAsync("creator_full", ["user.info.basic"]);
        Assert.Equal("Confirmed", (await browser.PostAsync(new Uri(app, "/disconnect"))).Body);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(app, "/token"))).Status); // by signing in again
        Assert.Equal("You did not grant video.list.", (await browser.GetAsync(new Uri(app, "/token"))).Body);
    }

    public void Dispose()
    {
        if (_sample is { HasExited: false })
        {
            _sample.Kill(entireProcessTree: true);
            _sample.WaitForExit();
        }

        _sample?.Dispose();
        _limit.Dispose();
        _directory.Dispose();
    }

    private async Task<Uri> StartAsync(Uri emulator, string key)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VaultSignIn.dll")]) { RedirectStandardOutput = true, WorkingDirectory = _directory.Path };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["TIKTOK_CLIENT_ID"] = TikTokEmulator.SandboxClientKey,
            ["TIKTOK_CLIENT_SECRET"] = TikTokEmulator.ClientSecret,
            ["TIKTOK_EMULATOR"] = emulator.AbsoluteUri,
            ["Tokgate__MasterKeyFile"] = key,
        })
        {
            start.Environment[name] = value;
        }

        _sample = Process.Start(start)!; // dotnet is there: it runs this test
        while (await _sample.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = _sample.StandardOutput.ReadToEndAsync(_limit.Token); // a full pipe would stop the program
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }
}
