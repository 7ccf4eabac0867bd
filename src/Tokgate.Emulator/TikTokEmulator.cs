using System.Text.Json;
using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator;

/// <summary>TikTok on this machine: the same wire, without an account, an app review or a tunnel. Never for production.</summary>
public sealed class TikTokEmulator : IAsyncDisposable
{
    /// <summary>The client key of the sandbox app that is there from the start.</summary>
    public const string SandboxClientKey = State.OutOfTheBox.SandboxKey;

    /// <summary>The client key of the production app that is there from the start.</summary>
    public const string ProductionClientKey = State.OutOfTheBox.ProductionKey;

    /// <summary>The client key of the Douyin app that is there from the start.</summary>
    public const string DouyinClientKey = State.OutOfTheBox.DouyinKey;

    /// <summary>The client secret of all three. It opens nothing but an emulator.</summary>
    public const string ClientSecret = State.OutOfTheBox.Secret;

    private readonly RunningEmulator running;

    private TikTokEmulator(RunningEmulator running)
    {
        this.running = running;
        Control = new HttpClient { BaseAddress = running.BaseAddress };
    }

    /// <summary>Where both of TikTok's hosts answer.</summary>
    public Uri BaseAddress => running.BaseAddress;

    /// <summary>A client for the control API (<c>/_emulator/…</c>); the methods below use it.</summary>
    public HttpClient Control { get; }

    /// <summary>The emulator's time.</summary>
    public DateTimeOffset UtcNow => running.Parts.World.Clock.Now;

    /// <summary>Starts an emulator on loopback and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">An option is wrong, the environment is Production, or the port is taken; the message says which.</exception>
    public static async Task<TikTokEmulator> StartAsync(TikTokEmulatorOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await EmulatorHost.StartAsync(options ?? new TikTokEmulatorOptions(), cancellationToken));

    /// <summary>Answers every authorization request at once, as this person, granting <paramref name="grant"/> of what is asked (null: all of it).</summary>
    public Task ConsentAsync(string user, IReadOnlyCollection<string>? grant = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "auto", user, grant }, cancellationToken);

    /// <summary>Cancels every authorization request at once.</summary>
    public Task DenyConsentAsync(CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "deny" }, cancellationToken);

    /// <summary>Shows the authorize page again.</summary>
    public Task AskForConsentAsync(CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "ask" }, cancellationToken);

    /// <summary>Moves the emulator's time forward.</summary>
    public Task AdvanceClockAsync(TimeSpan by, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new { seconds = (long)by.TotalSeconds }, cancellationToken);

    /// <summary>Puts a JSON document to the control API, such as <c>{"preset":"legacy"}</c> to <c>/_emulator/profile</c>.</summary>
    public Task PutAsync(string path, object document, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, path, document, cancellationToken);

    /// <summary>Posts a JSON document to the control API, such as a fault to <c>/_emulator/faults</c>.</summary>
    public Task PostAsync(string path, object? document = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, document, cancellationToken);

    /// <summary>What the emulator received on TikTok's paths, newest last, with secrets covered.</summary>
    public async Task<JsonElement> ReadRequestsAsync(CancellationToken cancellationToken = default) =>
        await Control.GetFromJsonAsync<JsonElement>("/_emulator/requests", cancellationToken);

    /// <summary>How the clients departed from TikTok's documentation so far, by name. What was answered before this call is in it.</summary>
    /// <example><code>var check = emulator.Check();
    /// Assert.False(check.Fails(), check.ToString());</code></example>
    public TikTokEmulatorCheck Check() => running.Parts.Checker.Report();

    /// <summary>Forgets what was found so far, as <c>DELETE /_emulator/check</c> does: the check begins anew.</summary>
    public void ClearCheck() => running.Parts.Checker.Clear();

    /// <summary>Back to the start: apps, people, tokens, faults, time.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, "/_emulator/reset", null, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await running.DisposeAsync();
    }

    private async Task SendAsync(HttpMethod method, string path, object? document, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = document is null ? null : JsonContent.Create(document);
        using var response = await Control.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"The emulator refused {method} {path}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
