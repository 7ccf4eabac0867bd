using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tokgate.TestKit;

/// <summary>The emulator's control API, as any program would use it: JSON over HTTP.</summary>
public sealed class TikTokControl(Uri emulator) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = emulator };

    /// <summary>Answers every authorize request at once: this person, these scopes (null: all that were asked for).</summary>
    public Task ConsentAsync(string username, params string[]? granted)
        => SendAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "auto", user = username, grant = granted is { Length: > 0 } ? granted : null });

    public Task AskAsync() => SendAsync(HttpMethod.Put, "/_emulator/consent", new { mode = "ask" });

    public Task<JsonNode> PostAsync(string path, object? body) => SendAsync(HttpMethod.Post, path, body);

    public Task<JsonNode> PutAsync(string path, object? body) => SendAsync(HttpMethod.Put, path, body);

    public Task FaultAsync(object fault) => SendAsync(HttpMethod.Post, "/_emulator/faults", fault);

    public Task AdvanceAsync(TimeSpan by) => SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new { seconds = (long)by.TotalSeconds });

    /// <summary>What the emulator received, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> RequestsAsync()
    {
        var answer = await SendAsync(HttpMethod.Get, "/_emulator/requests", body: null);
        var entries = answer as JsonArray ?? answer["requests"]!.AsArray();
        return [.. entries.Select(entry => entry!)];
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }

    public void Dispose() => _client.Dispose();
}
