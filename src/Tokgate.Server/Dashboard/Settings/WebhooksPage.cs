using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>Servers that are told what happens, and where TikTok tells us.</summary>
internal sealed class WebhooksPage(ManagementDesk desk) : DashboardPage(desk)
{
    public const string All = SettingsPage.All + "/webhooks";

    public IReadOnlyList<JsonNode> Receivers { get; private set; } = [];

    /// <summary>What TikTok's developer portal is given, for each connection.</summary>
    public IReadOnlyList<(string Name, string Address)> TikToks { get; private set; } = [];

    public string Target { get; private set; } = "";

    public IReadOnlyList<string> Events { get; private set; } = ["*"];

    /// <value>The new one, with its secret.</value>
    public JsonNode? Made { get; private set; }

    public static string PathOf(string id) => $"{All}/{Uri.EscapeDataString(id)}";

    /// <summary>Types of events with what each tells.</summary>
    public static IReadOnlyList<(string Type, string Text)> Types { get; } = [.. WebhookTypes.All.Select(static type => (type, TextOf(type)))];

    public string Faults(string member) => string.Join(" ", (Error?.Details ?? []).Where(fault => fault.Member == member).Select(static fault => fault.Message + "."));

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync(string? url, string[] events)
    {
        (Target, Events) = (url?.Trim() ?? "", events);
        var answer = await PostAsync("webhooks", new JsonObject { ["url"] = Target, ["events"] = new JsonArray([.. events.Select(static type => JsonValue.Create(type))]) });
        await ReadAsync();
        (Error, Made) = (answer.Error, answer.Error is null ? answer.Body : null);
        return Page();
    }

    private async Task ReadAsync()
    {
        var answer = await GetAsync("webhooks");
        (Error, Receivers) = (answer.Error, answer.Body.Items());
        var connections = May("read:connections") ? (await GetAsync("connections", [new("take", "100")])).Body.Parts("connections") : [];
        TikToks = [.. connections.Select(static connection => (connection.Text("name") ?? "", connection.Text("webhook_url") ?? ""))];
    }

    private static string TextOf(string type) => type switch
    {
        WebhookTypes.GrantRefreshFailed => "A refresh failed for the first time since it last succeeded",
        WebhookTypes.GrantRecovered => "A refresh succeeded after others had failed",
        WebhookTypes.GrantNeedsReauthorization => "Somebody must sign in again before there is a fresh token",
        WebhookTypes.GrantExpiring => "A refresh token dies soon",
        WebhookTypes.GrantRemoved => "A grant is over",
        WebhookTypes.AppPaused => "TikTok refuses an app's key or secret",
        WebhookTypes.AppResumed => "TikTok takes it again",
        WebhookTypes.UserCreated => "Somebody signed in for the first time",
        WebhookTypes.UserSignedIn => "Somebody came back from TikTok",
        WebhookTypes.TikTokEvent => "One of TikTok's own webhooks, verified",
        _ => "",
    };
}
