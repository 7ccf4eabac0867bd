using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>A page about one connection, which its address names. Every change says which version was seen, so that nobody writes over another person's without knowing.</summary>
internal abstract class ConnectionDetailPage(ManagementDesk desk) : DashboardPage(desk)
{
    public const string ListPath = "/dashboard/connections";

    public JsonNode Connection { get; private set; } = new JsonObject();

    public long Version { get; private set; }

    public JsonNode? Options => Connection.Part("options");

    public string Name => Connection.Text("name") ?? "";

    public IReadOnlyList<JsonNode> Apps => Options.Parts("apps");

    public JsonNode? Live => Apps.FirstOrDefault(static app => app.Flag("live"));

    public bool MayChange => May(ManagementScopes.Update("connections"));

    public bool MayDelete => May(ManagementScopes.Delete("connections"));

    protected string ApiPath => "connections/" + Uri.EscapeDataString(Connection.Text("id") ?? "");

    public static string PathOf(string name, string part = "") => $"{ListPath}/{Uri.EscapeDataString(name)}{(part.Length == 0 ? "" : "/" + part)}";

    /// <summary>What was typed, where the page says why it was not taken; what stands, otherwise.</summary>
    public string? Entered(string field, string? current) => Error is not null && Request.HasFormContentType && Request.Form.TryGetValue(field, out var typed) ? typed.ToString() : current;

    public bool EnteredFlag(string field, bool current) => Error is not null && Request.HasFormContentType ? Request.Form.Flag(field) : current;

    /// <returns>Null if it is there.</returns>
    protected async Task<IActionResult?> LoadAsync(string name)
    {
        var found = await GetAsync("connections", [new("name", name), new("fields", "id")]);
        if (found.Body.Items() is not [var one, ..])
        {
            return LocalRedirect($"~{ListPath}?missing={Uri.EscapeDataString(name)}");
        }

        var answer = await GetAsync("connections/" + Uri.EscapeDataString(one.Text("id") ?? ""));
        Connection = answer.Body ?? new JsonObject();
        Version = answer.Version ?? 0;
        return null;
    }

    /// <summary>Writes a change, and shows the page of <paramref name="part"/> anew; or this one, with what was refused.</summary>
    protected async Task<IActionResult> ChangeAsync(JsonObject change, string notice, string part, bool isForced = false, long? version = null)
    {
        var answer = await SendAsync(HttpMethods.Patch, ApiPath, isForced ? [new("force", "true")] : [], change, version ?? SeenVersion());
        if (answer.Error is { } error)
        {
            return await RefusedAsync(error);
        }

        return Done(string.Join(' ', [notice, .. answer.Warnings.Select(static warning => warning + ".")]), PathOf(Name, part));
    }

    protected async Task<IActionResult> RefusedAsync(ManagementError error)
    {
        Error = error.Status == StatusCodes.Status412PreconditionFailed
            ? error with
            {
                Message = "Somebody else changed this connection while you had it open. Nothing of yours was saved.",
                Advice = "What you entered is still below. Open this page in another tab to see what stands now. To write yours over it, save again.",
            }
            : error;
        return await LoadAsync(Name) ?? await AgainAsync();
    }

    /// <summary>The page with what it shows beside the connection.</summary>
    protected virtual Task<IActionResult> AgainAsync() => Task.FromResult<IActionResult>(Page());

    protected long? SeenVersion() => long.TryParse(Request.Form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
