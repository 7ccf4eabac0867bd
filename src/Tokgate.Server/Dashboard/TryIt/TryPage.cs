using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Trials;

namespace Tokgate.Server.Dashboard.TryIt;

/// <summary>Tries a sign-in by a connection, which makes nobody, and shows what was seen. Who is signed in runs it at once; others by a link.</summary>
internal sealed class TryPage(ManagementDesk desk, TrialStart start) : DashboardPage(desk)
{
    public string Name { get; private set; } = "";

    public JsonNode? Connection { get; private set; }

    public IReadOnlyList<JsonNode> Applications { get; private set; } = [];

    public IReadOnlyList<JsonNode> Trials { get; private set; } = [];

    /// <summary>The one that is shown; null for none.</summary>
    public JsonNode? Trial { get; private set; }

    /// <summary>TikTok's page, to which the browser goes next.</summary>
    public string? Leaving { get; private set; }

    /// <summary>Whose tokens to show, unless somebody chooses another.</summary>
    public string? Application { get; private set; }

    /// <summary>A link that was just made. Nobody can read it again.</summary>
    public string? Link { get; private set; }

    public bool IsRunLink { get; private set; }

    public bool MayTry => May("create:connections");

    private string Path => $"connections/{Uri.EscapeDataString(Connection.Text("id") ?? "")}/trials";

    private string Here => $"/dashboard/connections/{Uri.EscapeDataString(Name)}/try";

    public async Task<IActionResult> OnGetAsync(string name, string? trial, string? application)
    {
        Application = application;
        return await LoadAsync(name, trial) ?? Page();
    }

    public async Task<IActionResult> OnPostAsync(string name, string? app, string? clientId)
    {
        if (await LoadAsync(name, null) is { } missing)
        {
            return missing;
        }

        if (await MakeAsync(app, clientId) is not { } made)
        {
            return Page();
        }

        var handle = made.Text("run_url")?[(made.Text("run_url")!.LastIndexOf('/') + 1)..]; // not null, as just seen
        var begun = await start.BeginAsync(HttpContext, handle, isOwn: true);
        if (begun.Address is null)
        {
            return LocalRedirect($"~{Here}?trial={Uri.EscapeDataString(made.Text("id") ?? "")}");
        }

        // A page and no redirect: what a form may lead to is ourselves alone.
        Leaving = begun.Address;
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(string name, string? app, string? clientId)
    {
        if (await LoadAsync(name, null) is { } missing)
        {
            return missing;
        }

        if (await MakeAsync(app, clientId) is { } made)
        {
            (Link, IsRunLink) = (made.Text("run_url"), true);
            await ReadTrialsAsync();
        }

        return Page();
    }

    public async Task<IActionResult> OnPostShareAsync(string name, string trial)
    {
        if (await LoadAsync(name, trial) is { } missing)
        {
            return missing;
        }

        var answer = await PostAsync($"{Path}/{Uri.EscapeDataString(trial)}/link");
        (Error, Link) = (answer.Error, answer.Body.Text("url"));
        if (answer.Error is null)
        {
            Trial = (await GetAsync($"{Path}/{Uri.EscapeDataString(trial)}")).Body;
        }

        return Page();
    }

    public Task<IActionResult> OnPostUnshareAsync(string name, string trial) => RemoveAsync(name, trial, "/link", "The link is no good any more.", trial);

    public Task<IActionResult> OnPostDeleteAsync(string name, string trial) => RemoveAsync(name, trial, "", "The trial is deleted.", null);

    private async Task<IActionResult> RemoveAsync(string name, string trial, string what, string notice, string? shown)
    {
        if (await LoadAsync(name, trial) is { } missing)
        {
            return missing;
        }

        Error = (await DeleteAsync($"{Path}/{Uri.EscapeDataString(trial)}{what}")).Error;
        return Error is null ? Done(notice, shown is null ? Here : $"{Here}?trial={Uri.EscapeDataString(shown)}") : Page();
    }

    private async Task<JsonNode?> MakeAsync(string? app, string? clientId)
    {
        var answer = await PostAsync(Path, new JsonObject { ["app"] = string.IsNullOrEmpty(app) ? null : app, ["client_id"] = string.IsNullOrEmpty(clientId) ? null : clientId });
        Error = answer.Error;
        return answer.Error is null ? answer.Body : null;
    }

    /// <summary>What to answer if there is no such connection.</summary>
    private async Task<IActionResult?> LoadAsync(string name, string? trial)
    {
        Name = name;
        if ((await GetAsync("connections", [new("name", name)])).Body.Items() is not [var connection, ..])
        {
            return new NotFoundResult();
        }

        Connection = connection;
        Applications = [.. (await GetAsync("clients", [new("fields", "client_id,name,app_type"), new("per_page", "100")])).Body.Items().Where(static client => client.Text("app_type") != "non_interactive")];
        await ReadTrialsAsync();
        if (!string.IsNullOrEmpty(trial))
        {
            var answer = await GetAsync($"{Path}/{Uri.EscapeDataString(trial)}");
            (Trial, Error) = (answer.Body, answer.Error);
        }

        return null;
    }

    private async Task ReadTrialsAsync() => Trials = (await GetAsync(Path)).Body.Parts("trials");
}
