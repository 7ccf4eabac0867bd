using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

internal sealed class ConnectionsPage(ManagementDesk desk, IHostEnvironment environment) : DashboardPage(desk)
{
    public IReadOnlyList<JsonNode> Connections { get; private set; } = [];

    public bool MayCreate => May(ManagementScopes.Create("connections"));

    public bool MayChange => May(ManagementScopes.Update("connections"));

    public bool IsProduction => environment.IsProduction();

    /// <summary>For a newcomer: one whose only apps are an emulator's. Null once an app of TikTok's is there.</summary>
    public JsonNode? Emulated =>
        Connections.SelectMany(static connection => connection.Part("options").Parts("apps")).All(static app => app.Text("environment") == EnvironmentWords.Emulator) && Connections is [var first, ..] ? first : null;

    public async Task OnGetAsync(string? missing)
    {
        if (!string.IsNullOrEmpty(missing))
        {
            Error = new ManagementError(StatusCodes.Status404NotFound, "inexistent_connection", "There is no connection of that name.") { Advice = "It may have been deleted. These are the ones there are." };
        }

        await LoadAsync();
    }

    /// <summary>The newcomer's form: an app of TikTok's, at once in use. The emulator's stays beside it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        var form = Request.Form;
        if (Connections.FirstOrDefault(one => one.Text("id") == form["id"]) is not { } connection)
        {
            return Page();
        }

        var added = Typed.App(form, form["environment"].ToString());
        added["live"] = true;
        var apps = new JsonArray([.. connection.Part("options").Parts("apps").Select(static app => new JsonObject { ["client_id"] = app.Text("client_id") }), added]);
        var answer = await PatchAsync("connections/" + Uri.EscapeDataString(form["id"].ToString()), new JsonObject { ["options"] = new JsonObject { ["apps"] = apps } });
        Error = answer.Error;
        return Error is not null ? Page() : Done(
            "Saved: new sign-ins go to TikTok by this app. Register the redirect URI below at TikTok, and let the doctor check it.", ConnectionDetailPage.PathOf(connection.Text("name") ?? ""));
    }

    private async Task LoadAsync()
    {
        var answer = await GetAsync("connections", [new("per_page", "100")]);
        Error ??= answer.Error;
        Connections = answer.Body.Items();
    }
}
