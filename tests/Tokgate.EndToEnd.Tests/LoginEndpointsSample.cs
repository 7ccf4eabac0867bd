using System.Diagnostics;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The sample <c>LoginEndpoints</c> as somebody would start it, in a process of its own, with an emulator of its own.</summary>
public sealed class LoginEndpointsSample : IAsyncLifetime
{
    private Process _program = null!; // xunit calls InitializeAsync first
    private TikTokEmulator _emulator = null!; // as above

    public Uri Address { get; private set; } = null!; // as above

    public async Task InitializeAsync()
    {
        _emulator = await TikTokEmulator.StartAsync();
        await _emulator.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = (string[])["http://127.0.0.1:*/api/auth/callback/tiktok"] } });
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // …/bin/Release/net10.0
        var folder = Path.Combine(PeerFiles.Root, "samples", "LoginEndpoints");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", configuration, "net10.0", "LoginEndpoints.dll")]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["TIKTOK_CLIENT_ID"] = TikTokEmulator.SandboxClientKey;
        start.Environment["TIKTOK_CLIENT_SECRET"] = TikTokEmulator.ClientSecret;
        start.Environment["TIKTOK_EMULATOR"] = _emulator.BaseAddress.AbsoluteUri;
        _program = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        Address = await _program.ListeningAsync();
    }

    public async Task DisposeAsync()
    {
        _program.Kill(entireProcessTree: true);
        await _program.WaitForExitAsync();
        _program.Dispose();
        await _emulator.DisposeAsync();
    }

    /// <summary>Whether TikTok asks the person, or signs creator_full in at once.</summary>
    public Task AskAsync(bool asks) => asks ? _emulator.PutAsync("/_emulator/consent", new { mode = "ask" }) : _emulator.ConsentAsync("creator_full");
}
