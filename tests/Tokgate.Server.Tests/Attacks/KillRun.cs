using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Eight browsers sign people in, over and over, while the broker is killed at every so many requests.</summary>
internal sealed class KillRun(BrokerProcess broker, TikTokEmulator tikTok, int seed, int signIns, int kills)
{
    private const int Browsers = 8;
    private const int RequestsOfOne = 8;
    private const int MostTries = 200;

    private static readonly string[] Personas = ["creator_full", "creator_sparse", "basic_only"];

    private readonly ConcurrentDictionary<string, byte> subjects = new();
    private readonly int[] points = Points(seed, signIns * RequestsOfOne, kills);
    private volatile TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource due = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int next = int.MaxValue;
    private int begun;
    private int requests;
    private int finished;
    private int lost;

    public ConcurrentQueue<string> Failures { get; } = [];

    public IList<(TimeSpan Elapsed, TimeSpan Work)> Starts { get; } = [];

    public ICollection<string> Subjects => subjects.Keys;

    public int SignIns => finished;

    public int Lost => lost;

    public async Task RunAsync()
    {
        await StartAsync();
        var killer = Task.Run(KillAsync);
        await Task.WhenAll(Enumerable.Range(0, Browsers).Select(_ => Task.Run(WorkAsync)));
        Volatile.Write(ref requests, int.MaxValue); // what kills are left come now
        due.TrySetResult();
        await killer;
    }

    // Known before the first request, so that a seed says all.
    private static int[] Points(int seed, int requests, int kills) =>
        [.. Enumerable.Range(0, kills).Select(kill => 1 + (int)(BitConverter.ToUInt32(SHA256.HashData([.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(kill)])) % (uint)(requests * 3 / 4))).Order()];

    private async Task StartAsync()
    {
        Starts.Add(await broker.StartAsync());
        up.SetResult();
    }

    private async Task KillAsync()
    {
        foreach (var point in points)
        {
            due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref next, point);
            if (Volatile.Read(ref requests) < point)
            {
                await due.Task;
            }

            // Before the kill: whoever loses an answer by it waits for the next start.
            up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            broker.Kill();
            await StartAsync();
        }
    }

    private async Task WorkAsync()
    {
        while (Interlocked.Increment(ref begun) is var number && number <= signIns)
        {
            try
            {
                await tikTok.ConsentAsync(Personas[number % Personas.Length]);
                await SignInAsync(number);
                Interlocked.Increment(ref finished);
            }
            catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or Xunit.Sdk.XunitException)
            {
                Failures.Enqueue($"sign-in {number}: {exception}");
            }
        }
    }

    private async Task SignInAsync(int number)
    {
        using var browser = new Browser(broker.Port, new CookieContainer());
        using var http = new HttpClient { BaseAddress = broker.Address };
        http.DefaultRequestHeaders.Host = "localhost";

        // Whoever's answer was lost begins again, as a person would.
        var (landed, _) = await TryAsync(
            () => browser.GoAsync(SignInWorld.Authorize(("scope", "openid profile offline_access"))), answer => answer.Status == 302 && answer.Query.ContainsKey("code"));
        var code = landed.Query["code"];
        var (tokens, lostBefore) = await TryAsync(() => RedeemAsync(http, code), answer => answer.Status is 200 or 400);
        if (tokens.Status == 400)
        {
            Check(lostBefore && tokens.Error == "invalid_grant", $"a code that nobody had used was refused: {tokens.Body}");
            return; // it was redeemed, and the answer died with the process
        }

        var accessToken = tokens.Json.GetProperty("access_token").GetString()!; // it is a 200
        if (number % 4 == 0)
        {
            var (again, _) = await TryAsync(() => RedeemAsync(http, code), answer => answer.Status is 200 or 400);
            Check(again.Status == 400, "a code was taken twice");
            var (dead, _) = await TryAsync(() => UserInfoAsync(http, accessToken), answer => answer.Status is 200 or 401);
            Check(dead.Status == 401, "what a replayed code bought lives on");
            return;
        }

        var (profile, _) = await TryAsync(() => UserInfoAsync(http, accessToken), answer => answer.Status is 200 or 401);
        Check(profile.Status == 200, $"a token that was given opens nothing: {profile.Body}");
        subjects.TryAdd(profile.Json.GetProperty("sub").GetString()!, 0); // OpenID Connect Core, 5.3.2

        var token = tokens.Json.GetProperty("refresh_token").GetString()!; // offline access was asked for
        for (var round = 0; round < 2; round++)
        {
            var presented = token;
            var (refreshed, _) = await TryAsync(() => FormAsync(http, ("grant_type", "refresh_token"), ("refresh_token", presented)), answer => answer.Status is 200 or 400);
            Check(refreshed.Status == 200, $"a refresh whose answer was lost cannot be repeated: {refreshed.Body}");
            token = refreshed.Json.GetProperty("refresh_token").GetString()!; // it is a 200
        }
    }

    private static void Check(bool isSo, string otherwise) => Assert.True(isSo, otherwise);

    private async Task<(Answer Answer, bool Lost)> TryAsync(Func<Task<Answer>> call, Func<Answer, bool> isAnswer)
    {
        var isLost = false;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            await up.Task;
            if (Interlocked.Increment(ref requests) >= Volatile.Read(ref next))
            {
                due.TrySetResult();
            }

            try
            {
                var answer = await call();
                if (isAnswer(answer))
                {
                    return (answer, isLost);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                Interlocked.Increment(ref lost);
                isLost = true;
            }
        }

        throw new InvalidOperationException($"No answer in {MostTries} tries.");
    }

    private static Task<Answer> RedeemAsync(HttpClient http, string code) =>
        FormAsync(http, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", SignInWorld.Callback));

    private static async Task<Answer> FormAsync(HttpClient http, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SignIn.TokenPath) { Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) };
        request.Headers.Authorization = Broker.Basic(The.Web, The.WebSecret);
        return await Answer.OfAsync(await http.SendAsync(request));
    }

    private static async Task<Answer> UserInfoAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await http.SendAsync(request));
    }
}
