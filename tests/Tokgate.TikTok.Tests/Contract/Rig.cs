using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>An emulator, clients that talk to it over HTTP, and everything that must never be seen in a message.</summary>
public sealed class Rig : IAsyncLifetime
{
    /// <summary>Registered for both apps that are there from the start, under desktop: PKCE is wanted.</summary>
    public const string RedirectUri = "http://localhost:5080/signin-tiktok";

    private readonly ConcurrentBag<string> _secrets = [];
    private readonly List<HttpClient> _clients = [];
    private TikTokEmulator? _emulator;
    private int _sent;

    public TikTokEmulator Emulator => _emulator ?? throw new InvalidOperationException("xunit has not called InitializeAsync.");

    public static TikTokScopes AllScopes { get; } = TikTokScopes.Of("user.info.basic", "user.info.profile", "user.info.stats", "video.list");

    /// <summary>Requests that left a client since <see cref="ForgetRequestsAsync"/>.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public async Task InitializeAsync() => _emulator = await TikTokEmulator.StartAsync();

    /// <summary>A fresh world for the next test of the class.</summary>
    public async Task StartOverAsync()
    {
        await Emulator.ResetAsync();
        _secrets.Clear();
        _secrets.Add(TikTokEmulator.ClientSecret);
    }

    /// <summary>A client. Unless its connections are kept, every request has one of its own, so that none is repeated below this library.</summary>
    public TikTokClient Client(Action<TikTokClientOptions>? change = null, TimeProvider? time = null, bool isKept = true)
    {
        var options = new TikTokClientOptions
        {
            ClientKey = TikTokEmulator.SandboxClientKey,
            ClientSecret = ClientSecret.From(TikTokEmulator.ClientSecret),
            Endpoints = TikTokEndpoints.At(Emulator.BaseAddress),
            Retry = { BaseDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromSeconds(1) },
        };
        change?.Invoke(options);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = isKept ? Timeout.InfiniteTimeSpan : TimeSpan.Zero };
        var http = new HttpClient(new Counting(this) { InnerHandler = handler });
        _clients.Add(http);
        return new TikTokClient(http, options, time);
    }

    /// <summary>A browser goes from the client's address to the callback, the emulator consenting for this person.</summary>
    public async Task<Grant> CodeAsync(string user = "creator_full", TikTokScopes? scopes = null, string redirectUri = RedirectUri, TikTokClient? client = null)
    {
        await Emulator.ConsentAsync(user);
        var verifier = CodeVerifier.Create();
        var callback = await CallbackAsync((client ?? Client()).BuildAuthorizationUri(new TikTokAuthorizationRequest
        {
            RedirectUri = redirectUri,
            Scopes = scopes ?? AllScopes,
            State = "state-1",
            CodeChallenge = verifier.ToChallenge(),
        }));
        var code = callback.Code ?? throw new InvalidOperationException($"No code: {callback.Error}");
        _secrets.Add(code.Reveal());
        _secrets.Add(verifier.Reveal());
        return new Grant(code, verifier);
    }

    public async Task<TikTokTokens> SignInAsync(string user = "creator_full", TikTokScopes? scopes = null)
    {
        var client = Client();
        var grant = await CodeAsync(user, scopes, client: client);
        return Keep((await client.ExchangeCodeAsync(grant.Code, RedirectUri, grant.Verifier)).Value)
            ?? throw new InvalidOperationException("The emulator gave no tokens.");
    }

    public async Task<TikTokQrCode> QrCodeAsync(TikTokScopes? scopes = null, string state = "state-1") =>
        Keep((await Client().CreateQrCodeAsync(scopes ?? AllScopes, state)).Value) ?? throw new InvalidOperationException("The emulator gave no QR code.");

    public T? Keep<T>(T? tokens)
        where T : class
    {
        switch (tokens)
        {
            case TikTokTokens user:
                _secrets.Add(user.AccessToken.Reveal());
                _secrets.Add(user.RefreshToken?.Reveal() ?? TikTokEmulator.ClientSecret);
                break;
            case TikTokQrCode qr:
                _secrets.Add(qr.Token.Reveal());
                break;
        }

        return tokens;
    }

    /// <summary>Where a browser comes to rest: the callback, or the page itself. Read as a web framework would hand it over.</summary>
    public static async Task<TikTokCallback> CallbackAsync(string address)
    {
        using var browser = new BrowserWalker();
        var rest = await browser.FollowUntilAsync(new Uri(address), IsRest);
        return Read(rest);

        static bool IsRest(Uri uri) =>
            uri.AbsolutePath != "/v2/auth/authorize/" || uri.Query.Contains("error=", StringComparison.Ordinal);
    }

    public static TikTokCallback Read(Uri address) => TikTokCallback.Parse(
        QueryHelpers.ParseQuery(address.Query).SelectMany(parameter => parameter.Value, (parameter, value) => KeyValuePair.Create(parameter.Key, value)));

    public Task FaultAsync(string endpoint, string kind, int count = 1, int? status = null, string? body = null, string? when = null, int? retryAfter = null, int? delay = null)
    {
        var fault = new Dictionary<string, object?>
        {
            ["endpoint"] = endpoint,
            ["kind"] = kind,
            ["count"] = count,
            ["status"] = status,
            ["body"] = body,
            ["when"] = when,
            ["retry_after"] = retryAfter,
            ["delay_ms"] = delay,
        };
        return Emulator.PostAsync("/_emulator/faults", fault.Where(member => member.Value is not null).ToDictionary());
    }

    /// <summary>From here on, requests are counted anew.</summary>
    public async Task ForgetRequestsAsync()
    {
        using var response = await Emulator.Control.DeleteAsync("/_emulator/requests");
        response.EnsureSuccessStatusCode();
        _sent = 0;
    }

    /// <summary>
    /// The emulator's log of TikTok's API since <see cref="ForgetRequestsAsync"/>. An answer that was cut reaches the log after its caller gave up, so
    /// this waits until everything that was sent is there.
    /// </summary>
    public Task<IReadOnlyList<JsonElement>> RequestsAsync() => Eventually.GetAsync(async () =>
    {
        IReadOnlyList<JsonElement> all = [.. (await Emulator.ReadRequestsAsync()).EnumerateArray().Where(static request => request.GetProperty("path").GetString() != "/v2/auth/authorize/")];
        return all.Count >= Sent ? all : null;
    });

    /// <summary>No secret of this test stands in a text.</summary>
    public void AssertQuiet(string text) => Assert.All(_secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Emulator.DisposeAsync();
    }

    private sealed class Counting(Rig rig) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref rig._sent);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
