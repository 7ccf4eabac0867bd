using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace Tokgate.Bench;

/// <summary>
/// Complete brokered sign-ins per second: authorize, TikTok's redirect (auto consent), callback with exchange and user info, code, token request, UserInfo; each by a
/// browser without a session, on SQLite with every commit on disk. The broker has core 0; the emulator and this load generator have core 1.
/// </summary>
internal static class BrokerBench
{
    private const string Redirect = "http://localhost:5080/callback";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public static async Task RunAsync(bool quick)
    {
        SignInLoad.TakeOtherCore();

        var run = TimeSpan.FromSeconds(quick ? 2 : 10);
        using var emulator = ServerProcess.Start(1, "serve-emulator", $"{BenchApplication.BrokerAddress}/login/callback");
        using var control = new HttpClient { BaseAddress = emulator.Address };
        using var profile = await control.PutAsJsonAsync("/_emulator/profile", new { preset = "current", rate_limit_per_minute = (int?)null });
        using var consent = await control.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user = "creator_full" });
        profile.EnsureSuccessStatusCode();
        consent.EnsureSuccessStatusCode();
        using var broker = ServerProcess.Start(0, "serve-broker", emulator.Address.AbsoluteUri);
        async Task<SignInSample> MeasureAsync(TimeSpan length) => await SignInLoad.MeasureAsync(broker, emulator.Address, length, SignInAsync);
        await WarmUp.RunAsync(quick ? 2 : 12, MeasureAsync);
        var median = await SignInLoad.MedianAsync(MeasureAsync, run);
        Console.WriteLine("| provider | sign-ins/s, one core | CPU per sign-in | its core busy | memory |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| tokgate, SQLite, synchronous=FULL | {median.PerSecond:N0} | {median.CpuMicroseconds:N0} µs | {median.Busy:P0} | {broker.MemoryMegabytes} MB |"));
    }

    private static async Task SignInAsync(Uri broker, RawConnection toBroker, Uri emulator, RawConnection toTikTok)
    {
        var authorize = await toBroker.ExchangeAsync(RawConnection.Get(
            broker,
            $"/authorize?client_id=bench&response_type=code&scope=openid%20profile&state=s&nonce=n&code_challenge={Challenge}&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString(Redirect)}"));
        var consent = await toTikTok.ExchangeAsync(RawConnection.Get(emulator, Target(authorize).PathAndQuery));
        var callback = await toBroker.ExchangeAsync(RawConnection.Get(broker, Target(consent).PathAndQuery, string.Join("; ", authorize.Cookies)));
        var code = HttpUtility.ParseQueryString(Target(callback).Query)["code"] ?? throw new InvalidOperationException($"No code: {callback.Location}");
        var tokens = await toBroker.ExchangeAsync(RawConnection.Post(
            broker,
            "/oauth/token",
            $"grant_type=authorization_code&client_id=bench&client_secret={BenchApplication.BrokerClientSecret}&code={code}&code_verifier={Verifier}&redirect_uri={Uri.EscapeDataString(Redirect)}"));
        var accessToken = JsonNode.Parse(tokens.Body)?["access_token"]?.GetValue<string>() ?? throw new InvalidOperationException($"No token: {tokens.Status} {tokens.Body}");
        var userInfo = await toBroker.ExchangeAsync(RawConnection.Get(broker, "/userinfo", bearer: accessToken));
        if (userInfo.Status != 200)
        {
            throw new InvalidOperationException($"No user info: {userInfo.Status} {userInfo.Body}");
        }
    }

    private static Uri Target(RawAnswer answer)
        => answer.Location is { } location ? new Uri(location) : throw new InvalidOperationException($"No redirect: {answer.Status} {answer.Body}");
}
