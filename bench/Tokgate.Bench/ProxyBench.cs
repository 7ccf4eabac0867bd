using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Tokgate.Bench;

/// <summary>
/// The token proxy beside what people put there instead: an Express program with axios, a bare ASP.NET Core program that passes the body on, and nginx where it is installed. Each has
/// core 0 for itself; what stands for TikTok answers a constant from core 1, where the load is, too.
/// </summary>
internal static class ProxyBench
{
    public static async Task RunAsync(bool quick)
    {
        SignInLoad.TakeOtherCore();
        var run = TimeSpan.FromSeconds(quick ? 2 : 8);
        using var upstream = ServerProcess.Start(1, "serve-answer");
        using var ours = ServerProcess.Start(0, "serve-proxy", upstream.Address.AbsoluteUri);
        using var bare = ServerProcess.Start(0, "serve-forwarder", upstream.Address.AbsoluteUri);
        using var express = ServerProcess.StartProgram(0, "node", "--no-warnings", Path.Combine(PeerProvider.Folder("express"), "express-proxy.mjs"), $"{upstream.Address}v2/oauth/token/");
        using var nginx = Nginx.Start(0, upstream.Address);
        var programs = new List<(string Name, ServerProcess Server, List<TokenSample> Samples)> { ("Tokgate's token proxy", ours, []), ("bare ASP.NET Core and HttpClient, the body as it came", bare, []), ("Express and axios, keep-alive", express, []) };
        if (nginx is not null)
        {
            programs.Add(("nginx, keep-alive, the body as it came", nginx, []));
        }

        foreach (var (_, server, _) in programs)
        {
            await WarmUp.UntilSteadyAsync(quick ? 1 : 40, length => TokenLoad.MeasureAsync(server, Request(server), length));
        }

        for (var turn = 0; turn < 3; turn++)
        {
            foreach (var (_, server, samples) in programs)
            {
                samples.Add(await TokenLoad.MeasureAsync(server, Request(server), run));
            }
        }

        Write($"# `proxy`");
        Write($"");
        Write($"`dotnet run -c Release --project bench/Tokgate.Bench -- proxy{(quick ? " --quick" : "")} > bench/results/proxy.md`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} of 2 cores for this load, {RuntimeInformation.FrameworkDescription}, Node {await VersionAsync("node", "--version")}.");
        Write($"Each program has one core for itself, and the two of .NET the same thread pool (docs/decisions/2026-11-22-threads.md). What stands for TikTok answers a constant from the other core, where the load is. The median of three runs of {run.TotalSeconds:N0} s, in turns.");
        Write($"");
        Write($"| one core | requests per second | CPU each |");
        Write($"|---|--:|--:|");
        foreach (var (name, _, samples) in programs)
        {
            var median = TokenLoad.Median(samples);
            Write($"| {name} | {median.PerSecond:N0} | {median.CpuMicroseconds:N0} µs |");
        }

        Write($"");
        var rate = TokenLoad.Median(programs[0].Samples).PerSecond / 2;
        var ourWaits = VaultLoad.MedianByWaits([await PacedAsync(ours, "/proxy/token"), await PacedAsync(ours, "/proxy/token"), await PacedAsync(ours, "/proxy/token")]);
        var direct = VaultLoad.MedianByWaits([await PacedAsync(upstream, "/v2/oauth/token/"), await PacedAsync(upstream, "/v2/oauth/token/"), await PacedAsync(upstream, "/v2/oauth/token/")]);
        Write($"At half load ({rate:N0} per second) an answer takes {ourWaits.Percentile(50):N1} ms (p50), {ourWaits.Percentile(95):N1} ms (p95), {ourWaits.Percentile(99):N1} ms (p99), and the proxy is busy for {ourWaits.Busy:P0} of the time; without a proxy between {direct.Percentile(50):N1}, {direct.Percentile(95):N1} and {direct.Percentile(99):N1} ms.");
        foreach (var (name, _, samples) in programs.Skip(1))
        {
            Write($"ratio tokgate / {name}: {TokenLoad.Median(programs[0].Samples).PerSecond / TokenLoad.Median(samples).PerSecond:N2}; by CPU time {TokenLoad.Median(samples).CpuMicroseconds / TokenLoad.Median(programs[0].Samples).CpuMicroseconds:N2}");
        }

        Task<VaultSample> PacedAsync(ServerProcess server, string path) => VaultLoad.MeasureAsync(server, _ => RawConnection.Post(server.Address, path, Form), run, rate);
    }

    private const string Form = $"grant_type=refresh_token&refresh_token={BenchApplication.ProxiedRefreshToken}&client_id={BenchApplication.ProxiedKey}&client_secret={BenchApplication.ProxiedSecret}";

    private static byte[] Request(ServerProcess server) => RawConnection.Post(server.Address, "/proxy/token", Form);

    private static async Task<string> VersionAsync(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!; // it has just run
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
