using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>Who else administers: owners' alone.</summary>
internal sealed class AdministratorsPage(ManagementDesk desk) : DashboardPage(desk)
{
    public const string Path = "/dashboard/settings/administrators";
    public const string ReadScope = "read:administrators";

    public IReadOnlyList<JsonNode> Administrators { get; private set; } = [];

    public IReadOnlyList<JsonNode> Invitations { get; private set; } = [];

    public IReadOnlyList<JsonNode> Sessions { get; private set; } = [];

    /// <summary>Shown this once; null if none was made just now.</summary>
    public string? Link { get; private set; }

    public DateTimeOffset? LinkExpiresAt { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostInviteAsync(string? role) => LinkAsync(new JsonObject { ["role"] = role });

    public Task<IActionResult> OnPostNewLinkAsync(string? id) => LinkAsync(new JsonObject { ["administrator_id"] = id });

    public async Task<IActionResult> OnPostRoleAsync(string? id, string? role) => await AfterAsync(await PatchAsync($"administrators/{Part(id)}", new JsonObject { ["role"] = role }), "The role is changed.");

    public async Task<IActionResult> OnPostRemoveAsync(string? id) => await AfterAsync(await DeleteAsync($"administrators/{Part(id)}"), "The administrator is removed.");

    public async Task<IActionResult> OnPostTakeBackAsync(string? id) => await AfterAsync(await DeleteAsync($"administrators/invitations/{Part(id)}"), "The link is taken back.");

    public async Task<IActionResult> OnPostEndSessionAsync(string? id) => await AfterAsync(await DeleteAsync($"administrators/sessions/{Part(id)}"), "The session is ended.");

    // Nothing is a part of no address.
    private static string Part(string? id) => string.IsNullOrEmpty(id) ? "-" : Uri.EscapeDataString(id);

    private async Task<IActionResult> LinkAsync(JsonObject body)
    {
        var answer = await PostAsync("administrators/invitations", body);
        Error = answer.Error;
        Link = answer.Body.Text("link");
        LinkExpiresAt = answer.Body.Instant("expires_at");
        return await ShowAsync();
    }

    private Task<IActionResult> AfterAsync(ManagementAnswer answer, string notice)
    {
        if (answer.Error is null)
        {
            return Task.FromResult(Done(notice, Path));
        }

        Error = answer.Error;
        return ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!May(ReadScope))
        {
            Error = (await GetAsync("administrators")).Error;
            Response.StatusCode = StatusCodes.Status403Forbidden;
            return Page();
        }

        Administrators = (await GetAsync("administrators")).Body.Items();
        Invitations = (await GetAsync("administrators/invitations")).Body.Items();
        Sessions = (await GetAsync("administrators/sessions")).Body.Items();
        return Page();
    }
}
