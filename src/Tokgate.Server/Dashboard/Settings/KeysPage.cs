using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>The keys that sign tokens. To rotate breaks nothing; to revoke breaks what the key signed, which is what it is for.</summary>
internal sealed class KeysPage(ManagementDesk desk) : DashboardPage(desk)
{
    private const string Here = SettingsPage.All + "/keys";

    public IReadOnlyList<JsonNode> Keys { get; private set; } = [];

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostRotateAsync(string? alg)
    {
        var answer = await PostAsync("keys/signing/rotate", string.IsNullOrEmpty(alg) ? [] : new JsonObject { ["alg"] = alg });
        return await AnswerAsync(answer, "A successor is announced. It signs when every application has had time to fetch it.");
    }

    public async Task<IActionResult> OnPostRevokeAsync(string kid) =>
        await AnswerAsync(await PutAsync($"keys/signing/{Uri.EscapeDataString(kid)}/revoke", new JsonObject()), "The key is gone, and what it signed is refused. Another one signs.");

    /// <summary>What a state means for what the key does.</summary>
    public static string Meaning(string? state) => state switch
    {
        "announced" => "In the key set, and does not sign yet",
        "active" => "Signs",
        "retiring" => "Signs no more; what it signed is still verified",
        _ => "Out of the key set",
    };

    private async Task<IActionResult> AnswerAsync(ManagementAnswer answer, string notice)
    {
        if (answer.Error is null)
        {
            return Done(notice, Here);
        }

        await ReadAsync();
        Error = answer.Error;
        return Page();
    }

    private async Task ReadAsync()
    {
        var answer = await GetAsync("keys/signing");
        (Error, Keys) = (answer.Error, [.. answer.Body.Items().OrderBy(static key => key.Text("alg"), StringComparer.Ordinal).ThenByDescending(static key => key.Instant("current_since"))]);
    }
}
