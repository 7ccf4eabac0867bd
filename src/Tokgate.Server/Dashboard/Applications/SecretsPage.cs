using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>The secrets of one application: when each was made and used, never what it is, but for a new one, once.</summary>
internal sealed class SecretsPage(ManagementDesk desk) : DashboardPage(desk), IApplicationPage
{
    /// <summary>How long the former secret goes on: time enough to bring the new one everywhere.</summary>
    public static IReadOnlyList<(int Seconds, string Text)> Overlaps { get; } =
        [(86_400, "for a day"), (3_600, "for an hour"), (604_800, "for 7 days"), (2_592_000, "for 30 days"), (0, "not at all: it leaked")];

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    public JsonNode? Client { get; private set; }

    /// <value>The new one, on the answer to what made it.</value>
    public string? Secret { get; private set; }

    public IReadOnlyList<JsonNode> Secrets => [.. Client.Parts("client_secrets").OrderByDescending(static secret => secret.Instant("created_at"))];

    /// <summary>Which one was the newest when the page was made, so that a page that is sent twice rotates once.</summary>
    public string Newest => Secrets is [var newest, ..] ? newest.Text("id") ?? "" : "";

    public bool HasSecret => Client.Texts("token_endpoint_auth_methods").Any(static method => method is "client_secret_basic" or "client_secret_post");

    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return this.PageOrMissing();
    }

    public async Task<IActionResult> OnPostRotateAsync(int overlap, string? newest)
    {
        await ReadAsync();
        if (Client is not null && newest != Newest)
        {
            return Done("The secret was rotated already. If nobody kept the new one, rotate again.", ApplicationPath.Of(Id, "secrets"));
        }

        var answer = await PostAsync($"clients/{Uri.EscapeDataString(Id)}/rotate-secret", new JsonObject { ["previous_expires_in"] = overlap });
        (Error, Secret) = (answer.Error, answer.Body.Text("client_secret"));
        await ReadAsync();
        return this.PageOrMissing();
    }

    public async Task<IActionResult> OnPostRevokeAsync(string secret)
    {
        var answer = await DeleteAsync($"clients/{Uri.EscapeDataString(Id)}/secrets/{Uri.EscapeDataString(secret)}");
        if (answer.Error is null)
        {
            return Done("The secret is void, and so are the access tokens that it bought.", ApplicationPath.Of(Id, "secrets"));
        }

        Error = answer.Error;
        await ReadAsync();
        return this.PageOrMissing();
    }

    private async Task ReadAsync() => Client = (await GetAsync("clients/" + Uri.EscapeDataString(Id))).Body;
}
