using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>One receiver: how it does, what was sent to it, and sending again.</summary>
internal sealed class WebhookPage(ManagementDesk desk, TimeProvider time) : DashboardPage(desk)
{
    private const int PageSize = 25;

    /// <summary>How far back a replay may go, in hours.</summary>
    public static IReadOnlyList<(int Hours, string Text)> Spans { get; } = [(1, "the last hour"), (24, "the last day"), (168, "the last 7 days"), (720, "the last 30 days")];

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "state")]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "from")]
    public string? From { get; set; }

    /// <value>Null if there is none.</value>
    public JsonNode? Receiver { get; private set; }

    public IReadOnlyList<JsonNode> Deliveries { get; private set; } = [];

    public string? Next { get; private set; }

    /// <value>A new one, on the answer to what made it.</value>
    public string? Secret { get; private set; }

    public bool IsFromSettings => Receiver.Text("source") == "settings";

    public bool MayChange => May("update:event_streams") && !IsFromSettings;

    private string Api => "webhooks/" + Uri.EscapeDataString(Id);

    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return Shown();
    }

    public async Task<IActionResult> OnPostSwitchAsync(bool enabled) => await AnswerAsync(await PatchAsync(Api, new JsonObject { ["enabled"] = enabled }), enabled ? "It is told what happens from now on." : "It is told nothing more.");

    public async Task<IActionResult> OnPostDeleteAsync()
    {
        var answer = await DeleteAsync(Api);
        return answer.Error is null ? Done("The receiver was deleted, with what waited for it.", WebhooksPage.All) : await AnswerAsync(answer, "");
    }

    public async Task<IActionResult> OnPostRotateAsync(string? newest)
    {
        await ReadAsync();
        if (Receiver is not null && newest != Newest)
        {
            return Done("The secret was rotated already. If nobody kept the new one, rotate again.", WebhooksPage.PathOf(Id));
        }

        var answer = await PostAsync(Api + "/rotate-secret");
        await ReadAsync();
        (Error, Secret) = (answer.Error, answer.Body.Text("secret"));
        return Shown();
    }

    public async Task<IActionResult> OnPostRevokeAsync(string secret) => await AnswerAsync(await DeleteAsync($"{Api}/secrets/{Uri.EscapeDataString(secret)}"), "The secret is void. Messages are signed with the other one alone.");

    public async Task<IActionResult> OnPostReplayAsync(string delivery) => await AnswerAsync(await PostAsync($"{Api}/deliveries/{Uri.EscapeDataString(delivery)}/replay"), "It is sent again.");

    public async Task<IActionResult> OnPostReplaySinceAsync(int hours)
    {
        var since = time.GetUtcNow() - TimeSpan.FromHours(Math.Clamp(hours, 1, 24 * 400));
        var answer = await PostAsync(Api + "/replay", new JsonObject { ["since"] = since.ToString("O", CultureInfo.InvariantCulture) });
        var count = answer.Body.Number("replayed") ?? 0;
        return await AnswerAsync(answer, count == 0 ? "There was nothing to send again." : $"{count} {(count == 1 ? "event is" : "events are")} sent again.{(answer.Body.Flag("more") ? " There may be more: replay once these are done." : "")}");
    }

    public string Newest => Receiver.Parts("secrets") is [var newest, ..] ? newest.Text("id") ?? "" : "";

    private async Task<IActionResult> AnswerAsync(ManagementAnswer answer, string notice)
    {
        if (answer.Error is null)
        {
            return Done(notice, WebhooksPage.PathOf(Id));
        }

        await ReadAsync();
        Error = answer.Error;
        return Shown();
    }

    private PageResult Shown()
    {
        var page = Page();
        page.StatusCode = Receiver is null ? StatusCodes.Status404NotFound : null;
        return page;
    }

    private async Task ReadAsync()
    {
        Receiver = (await GetAsync(Api)).Body;
        var answer = await GetAsync(Api + "/deliveries", [new("state", State), new("take", $"{PageSize}"), new("from", From)]);
        (Error, Deliveries, Next) = (answer.Error, answer.Body.Parts("deliveries"), answer.Body.Text("next"));
    }
}
