using System.Text.RegularExpressions;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Somebody at the emulator's authorize page: keeps its cookie, fills in its forms, and stops where the page sends them.</summary>
internal sealed partial class Person(Uri emulator) : IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = emulator };
    private string? _handle;

    /// <summary>Null when the page stays; otherwise where it sends the browser.</summary>
    public async Task<Uri?> OpenAsync(string address)
    {
        using var response = await _browser.GetAsync(new Uri(address));
        _handle = Handle().Match(await response.Content.ReadAsStringAsync()).Groups["handle"].Value;
        return response.Headers.Location;
    }

    public async Task ChooseAsync(string username)
    {
        using var response = await PostAsync([new("person", username)]);
        await OpenAsync(new Uri(emulator, response.Headers.Location ?? throw new InvalidOperationException("The page stayed.")).AbsoluteUri);
    }

    public async Task<Uri> AnswerAsync(string action, params IEnumerable<string> scopes)
    {
        using var response = await PostAsync([new("action", action), .. scopes.Select(scope => KeyValuePair.Create("scope", scope))]);
        return response.Headers.Location ?? throw new InvalidOperationException($"The page stayed, with {(int)response.StatusCode}.");
    }

    public void Dispose() => _browser.Dispose();

    private Task<HttpResponseMessage> PostAsync(KeyValuePair<string, string>[] fields) =>
        _browser.PostAsync("/_emulator/authorize", new FormUrlEncodedContent([new("handle", _handle ?? ""), .. fields]));

    [GeneratedRegex("name=\"handle\" value=\"(?<handle>[^\"]+)\"")]
    private static partial Regex Handle();
}
