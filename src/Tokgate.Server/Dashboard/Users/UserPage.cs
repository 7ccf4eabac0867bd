using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Dashboard.Logs;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Users;

/// <summary>One person: who they are at TikTok, what they granted, where they are signed in, and what can be done about it.</summary>
internal sealed class UserPage(ManagementDesk desk, ErrorPages errors) : DashboardPage(desk)
{
    // For reading and writing by hand; the page encodes it for HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public JsonNode? Person { get; private set; }

    public long? Version { get; private set; }

    public IReadOnlyList<JsonNode> Grants { get; private set; } = [];

    public IReadOnlyList<JsonNode> Sessions { get; private set; } = [];

    public IReadOnlyList<JsonNode> Applications { get; private set; } = [];

    /// <value>What happened to the TikTok grants, the newest first.</value>
    public IReadOnlyList<LogLine> GrantHistory { get; private set; } = [];

    public IReadOnlyList<LogLine> History { get; private set; } = [];

    /// <value>What each connection asks of TikTok.</value>
    public IReadOnlyDictionary<string, string[]> Asked { get; private set; } = new Dictionary<string, string[]>();

    /// <value>Typed and refused, so that it is not lost.</value>
    public (string User, string App)? Typed { get; private set; }

    public string Id { get; private set; } = "";

    public string UserMetadata => Typed?.User ?? Json(Person.Part("user_metadata"));

    public string AppMetadata => Typed?.App ?? Json(Person.Part("app_metadata"));

    private string Path => "users/" + Uri.EscapeDataString(Id);

    private string Here => "/dashboard/" + Path;

    public async Task<IActionResult> OnGetAsync(string id) => await ShowAsync(id);

    /// <summary>What was asked of them and not granted.</summary>
    public IReadOnlyList<string> Refused(JsonNode grant)
    {
        var granted = (grant.Text("scope") ?? "").Split(' ');
        return [.. Asked.GetValueOrDefault(grant.Text("connection") ?? "", []).Except(granted, StringComparer.Ordinal)];
    }

    public async Task<IActionResult> OnPostRefreshAsync(string id, string grant) =>
        await ToldAsync(id, "TikTok gave new tokens. The grant stands as below.", async () => await PostAsync($"{Path}/grants/{Uri.EscapeDataString(grant)}/refresh"));

    public async Task<IActionResult> OnPostRevokeAsync(string id, string grant) =>
        await ToldAsync(id, "The grant has ended here and at TikTok.", async () => await DeleteAsync($"{Path}/grants/{Uri.EscapeDataString(grant)}"));

    public async Task<IActionResult> OnPostEndSessionAsync(string id, string session) =>
        await ToldAsync(id, "The session has ended.", async () => await DeleteAsync("sessions/" + Uri.EscapeDataString(session)));

    public async Task<IActionResult> OnPostSignOutAsync(string id) => await ToldAsync(id, "All sessions have ended.", async () => await DeleteAsync(Path + "/sessions"));

    public async Task<IActionResult> OnPostRemoveApplicationAsync(string id, string application) =>
        await ToldAsync(id, "The application holds nothing of this person any more.", async () => await DeleteAsync("grants/" + Uri.EscapeDataString(application)));

    public async Task<IActionResult> OnPostBlockAsync(string id) =>
        await ToldAsync(id, "Blocked. Sessions and what applications hold ended with it.", async () => await PatchAsync(Path, new JsonObject { ["blocked"] = true }));

    public async Task<IActionResult> OnPostUnblockAsync(string id) =>
        await ToldAsync(id, "The person may sign in again.", async () => await PatchAsync(Path, new JsonObject { ["blocked"] = false }));

    public async Task<IActionResult> OnPostMetadataAsync(string id, string? userMetadata, string? appMetadata, long? version)
    {
        Id = id;
        Typed = (userMetadata ?? "", appMetadata ?? "");
        var (user, app) = (Read(userMetadata), Read(appMetadata));
        if (user is null || app is null)
        {
            Error = new ManagementError(StatusCodes.Status400BadRequest, "invalid_json", $"The {(user is null ? "user" : "app")} metadata is no JSON object.") { Advice = "It begins with { and ends with }, and names stand in double quotes: { \"plan\": \"gold\" }" };
            return await ShowAsync(id);
        }

        var before = (await GetAsync(Path)).Body;
        var change = new JsonObject { ["user_metadata"] = Merge(before.Part("user_metadata"), user), ["app_metadata"] = Merge(before.Part("app_metadata"), app) };
        return await ToldAsync(id, "The metadata is kept.", async () => await PatchAsync(Path, change, version));
    }

    private async Task<IActionResult> ToldAsync(string id, string notice, Func<Task<ManagementAnswer>> act)
    {
        Id = id;
        var answer = await act();
        if (answer.Error is null)
        {
            return Done(answer.Warnings.Count > 0 ? string.Join(" ", answer.Warnings) : notice, Here);
        }

        Error = answer.Error;
        return await ShowAsync(id);
    }

    private async Task<IActionResult> ShowAsync(string id)
    {
        Id = id;
        var answer = await GetAsync(Path);
        Person = answer.Body;
        Version = answer.Version;
        if (answer.Error is { } error)
        {
            Error = error;
            Response.StatusCode = error.Status;
            return Page();
        }

        Grants = (await GetAsync(Path + "/grants")).Body.Items();
        Sessions = (await GetAsync(Path + "/sessions", [new("take", "100")])).Body.Parts("sessions");
        Applications = (await GetAsync("grants", [new("user_id", id), new("per_page", "100")])).Body.Items();
        GrantHistory = Lines(await GetAsync(Path + "/logs", [new("q", "event:tiktok*"), new("per_page", "30")]));
        History = Lines(await GetAsync(Path + "/logs", [new("per_page", "10")]));
        Asked = (await GetAsync("connections")).Body.Items().ToDictionary(static connection => connection.Text("name") ?? "", static connection => (connection.Part("options").Text("scope") ?? "").Split(' '), StringComparer.Ordinal);
        return Page();
    }

    private IReadOnlyList<LogLine> Lines(ManagementAnswer answer) => [.. answer.Body.Items().Select(told => LogLine.Of(told, errors))];

    private static string Json(JsonNode? value) => (value ?? new JsonObject()).ToJsonString(Readable);

    private static JsonObject? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // said to whoever typed it
        }
    }

    // The form shows all of it, so what is not there any more goes.
    private static JsonObject Merge(JsonNode? before, JsonObject after)
    {
        foreach (var name in (before as JsonObject ?? []).Select(static member => member.Key).Where(name => !after.ContainsKey(name)).ToList())
        {
            after[name] = null;
        }

        return after;
    }
}
