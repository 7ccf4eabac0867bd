using System.Text.Json;
using Tokgate.Vault;

namespace Tokgate.Playground.Sample.Tokens;

/// <summary>What a person does in TikTok's own app, done here by the emulator's control API: it takes no calls from other programs' pages.</summary>
internal sealed class EmulatorControl(HttpClient http)
{
    /// <summary>"Manage app permissions": the person removes this application.</summary>
    /// <returns>False when TikTok knows of no such authorization any more.</returns>
    public async Task<bool> RemoveAuthorizationAsync(Grant grant, CancellationToken cancellationToken)
    {
        var authorizations = await http.GetFromJsonAsync<JsonElement>("/_emulator/authorizations", cancellationToken);
        var username = authorizations.EnumerateArray().FirstOrDefault(one => one.GetProperty("open_id").GetString() == grant.OpenId) is { ValueKind: JsonValueKind.Object } found
            ? found.GetProperty("username").GetString()
            : null;
        if (username is null)
        {
            return false;
        }

        using var response = await http.PostAsJsonAsync($"/_emulator/users/{Uri.EscapeDataString(username)}/remove-authorization", new { client_key = grant.TikTokApp }, cancellationToken);
        response.EnsureSuccessStatusCode();
        return true;
    }
}
