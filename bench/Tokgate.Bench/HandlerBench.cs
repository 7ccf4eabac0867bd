using System.Globalization;
using System.Net.Http.Json;

namespace Tokgate.Bench;

/// <summary>
/// Complete sign-ins per second: challenge, TikTok's redirect (auto consent), callback with exchange and user info, session cookie. The application has core 0;
/// the emulator and this load generator have core 1.
/// </summary>
internal static class HandlerBench
{
    public static async Task RunAsync(bool quick)
    {
        SignInLoad.TakeOtherCore();

        var warmUp = quick ? 2 : 10;
        var run = TimeSpan.FromSeconds(quick ? 2 : 10);
        var rows = new List<Row>();

        var tokenRate = await EmulatorBench.TokenRequestsPerSecondAsync(warmUp, run);
        using var emulator = ServerProcess.Start(1, "serve-emulator");
        await PrepareAsync(emulator.Address);
        foreach (var role in new[] { "tokgate", "hand-written" })
        {
            using var application = ServerProcess.Start(0, "serve", role, emulator.Address.AbsoluteUri);
            async Task<SignInSample> MeasureAsync(TimeSpan length) => await SignInLoad.MeasureAsync(application, emulator.Address, length, SignInAsync);
            await WarmUp.RunAsync(warmUp, MeasureAsync);
            rows.Add(new Row(role, await SignInLoad.MedianAsync(MeasureAsync, run), application.MemoryMegabytes));
        }

        var ownMicroseconds = await OwnCodeBench.MicrosecondsPerSignInAsync(quick);
        Print(rows, tokenRate, ownMicroseconds);
    }

    private static async Task PrepareAsync(Uri emulator)
    {
        using var control = new HttpClient { BaseAddress = emulator };
        await SendAsync(control.PostAsJsonAsync("/_emulator/apps", new
        {
            client_key = BenchApplication.ClientKey,
            client_secret = BenchApplication.ClientSecretText,
            status = "approved",
            scopes = new[] { "user.info.basic" },
            platforms = new { desktop = new[] { "http://127.0.0.1:*/signin-tiktok" } },
        }));
        await SendAsync(control.PutAsJsonAsync("/_emulator/profile", new { preset = "current", rate_limit_per_minute = (int?)null }));
        await SendAsync(control.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user = "creator_full" }));
    }

    private static async Task SendAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The emulator refused its set-up: {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task SignInAsync(Uri application, RawConnection toApplication, Uri emulator, RawConnection toTikTok)
    {
        var challenge = await toApplication.ExchangeAsync(RawConnection.Get(application, "/login"));
        var consent = await toTikTok.ExchangeAsync(RawConnection.Get(emulator, Target(challenge)));
        var callback = await toApplication.ExchangeAsync(RawConnection.Get(application, Target(consent), string.Join("; ", challenge.Cookies)));
        if (callback.Status != 302 || !callback.Cookies.Exists(cookie => cookie.StartsWith(".AspNetCore.Cookies=", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"A sign-in did not end in a session: {callback.Status} {callback.Body}");
        }
    }

    private static string Target(RawAnswer answer)
        => answer.Location is { } location ? new Uri(location).PathAndQuery : throw new InvalidOperationException($"No redirect: {answer.Status} {answer.Body}");

    private static void Print(List<Row> rows, double tokenRate, double ownMicroseconds)
    {
        Write("| handler | sign-ins/s, one core | CPU per sign-in | app's core busy | memory |");
        Write("|---|--:|--:|--:|--:|");
        foreach (var row in rows)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Sample.PerSecond:N0} | {row.Sample.CpuMicroseconds:N0} µs | {row.Sample.Busy:P0} | {row.Megabytes} MB |"));
        }

        var ours = rows[0].Sample;
        Write(string.Empty);
        Write(string.Create(CultureInfo.InvariantCulture, $"Tokgate's own code (challenge, callback, both answers read and mapped, no network): {ownMicroseconds:N0} µs of {ours.CpuMicroseconds:N0} µs CPU per sign-in, {ownMicroseconds / ours.CpuMicroseconds:P0}."));
        Write(string.Create(CultureInfo.InvariantCulture, $"Emulator alone: {tokenRate:N0} token requests/s on one core (client credentials)."));
        Write(string.Create(CultureInfo.InvariantCulture, $"ratio tokgate / hand-written: {ours.PerSecond / rows[1].Sample.PerSecond:N2}"));
    }

    private static void Write(string line) => Console.Out.WriteLine(line);

    private sealed record Row(string Name, SignInSample Sample, long Megabytes);
}
