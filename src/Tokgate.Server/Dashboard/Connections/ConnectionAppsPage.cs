using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>The TikTok apps of a connection, world by world, and which of them is live.</summary>
internal sealed class ConnectionAppsPage(ManagementDesk desk, IHostEnvironment environment) : ConnectionDetailPage(desk)
{
    public bool IsProduction => environment.IsProduction();

    public IEnumerable<EnvironmentWords> Kinds => EnvironmentWords.All.Where(kind => !IsProduction || kind.Word != EnvironmentWords.Emulator || In(kind.Word).Count > 0);

    /// <summary>An app that grants need, and that somebody would take away: asked about once more.</summary>
    public string? Needed { get; private set; }

    public IReadOnlyList<JsonNode> In(string word) => [.. Apps.Where(app => app.Text("environment") == word)];

    public async Task<IActionResult> OnGetAsync([FromRoute] string name) => await LoadAsync(name) ?? Page();

    public async Task<IActionResult> OnPostAddAsync([FromRoute] string name) => await LoadAsync(name) ?? await AppsAsync([.. Kept(), Typed.App(Request.Form, Request.Form["environment"].ToString())],
        "The app is there. It is not live yet: sign-ins go on with the other one until you make it live.");

    public async Task<IActionResult> OnPostSecretAsync([FromRoute] string name, string key)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        var change = new JsonObject { ["client_id"] = key, ["client_secret"] = Request.Form["clientSecret"].ToString().Trim() };
        if (Request.Form["formerSecret"].ToString().Trim() is { Length: > 0 } former)
        {
            change["former_client_secret"] = former;
        }

        return await AppsAsync([.. Kept(key), change], "The secret is stored.");
    }

    public async Task<IActionResult> OnPostForgetAsync([FromRoute] string name, string key) =>
        await LoadAsync(name) ?? await AppsAsync([.. Kept(key), new JsonObject { ["client_id"] = key, ["former_client_secret"] = null }], "The former secret is forgotten: webhooks that are signed with it are refused now.");

    public async Task<IActionResult> OnPostLiveAsync([FromRoute] string name, string key) =>
        await LoadAsync(name) ?? await ChangeAsync(new JsonObject { ["options"] = new JsonObject { ["client_id"] = key } }, "New sign-ins go by this app now. What people granted to the others lives on.", "apps");

    public async Task<IActionResult> OnPostRemoveAsync([FromRoute] string name, string key, bool force)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        var outcome = await ChangeAsync(new JsonObject { ["options"] = new JsonObject { ["apps"] = new JsonArray([.. Kept(key)]) } }, "The app is gone.", "apps", force);
        Needed = Error?.Code == "connection_has_grants" ? key : null;
        return outcome;
    }

    private IEnumerable<JsonNode> Kept(string? but = null) => Apps.Where(app => app.Text("client_id") != but).Select(static app => new JsonObject { ["client_id"] = app.Text("client_id") });

    private Task<IActionResult> AppsAsync(JsonArray apps, string notice) => ChangeAsync(new JsonObject { ["options"] = new JsonObject { ["apps"] = apps } }, notice, "apps");
}
