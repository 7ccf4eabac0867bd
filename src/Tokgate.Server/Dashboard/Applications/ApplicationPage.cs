using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>One application's settings. What is saved is what was seen: a change that somebody else made in between is told, not overwritten unseen.</summary>
internal sealed class ApplicationPage(ManagementDesk desk) : DashboardPage(desk), IApplicationPage
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // As it was entered; null where nothing was.
    private IFormCollection? entered;

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <value>As it is stored; null if there is none.</value>
    public JsonNode? Client { get; private set; }

    /// <value>What the form shows: what is stored, and over it what was entered and refused.</value>
    public JsonNode? Shown { get; private set; }

    public long Version { get; private set; }

    public IReadOnlyList<JsonNode> Connections { get; private set; } = [];

    public string? Type => Client.Text("app_type");

    /// <summary>The public keys as they are shown.</summary>
    public string Keys => entered?["jwks"].ToString() ?? Client.Part("jwks")?.ToJsonString(Readable) ?? "";

    public IReadOnlyList<(string Name, string Value)> Metadata => entered is { } form
        ? ApplicationForm.Metadata(form)
        : [.. (Client.Part("client_metadata") as JsonObject ?? []).Select(static pair => (pair.Key, pair.Value?.ToString() ?? "")).OrderBy(static pair => pair.Key, StringComparer.Ordinal)];

    public bool MayChange => May("update:clients");

    public FieldFaults Faults(string member) => FieldFaults.Of(Error, member);

    public TimeField Time(string member, string label, string hint) =>
        new(member, label, hint, member.Split('.').Aggregate(Shown, static (node, name) => node.Part(name)), Faults(member));

    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return this.PageOrMissing();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await ReadAsync();
        if (Client is null)
        {
            return this.PageOrMissing();
        }

        var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
        var body = ApplicationForm.Read(form, Client);
        var seen = long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        var answer = ApplicationForm.Fault(form) is { } fault ? fault : await PatchAsync("clients/" + Uri.EscapeDataString(Id), body, seen);
        if (answer.Error is not { } error)
        {
            return Done("Saved.", ApplicationPath.Of(Id));
        }

        (Shown, entered) = (Merge(Client, body), form);
        Error = error.Status == StatusCodes.Status412PreconditionFailed ? Overtaken : error;
        Version = error.Status == StatusCodes.Status412PreconditionFailed ? Version : seen;
        return Page();
    }

    /// <summary>For the script: what would be wrong, without doing it.</summary>
    public async Task<IActionResult> OnPostCheckAsync()
    {
        await ReadAsync();
        var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
        return new JsonResult(FormAnswer.Of(ApplicationForm.Fault(form) is { } fault
            ? fault
            : await SendAsync(HttpMethods.Patch, "clients/" + Uri.EscapeDataString(Id), [new("dry_run", "true")], ApplicationForm.Read(form, Client), version: null)));
    }

    public async Task<IActionResult> OnPostDeleteAsync()
    {
        await ReadAsync();
        var answer = await DeleteAsync("clients/" + Uri.EscapeDataString(Id));
        if (answer.Error is null)
        {
            return Done($"{Client.Text("name") ?? Id} was deleted. Its tokens and its secrets are void.", ApplicationPath.All);
        }

        Error = answer.Error;
        return this.PageOrMissing();
    }

    private static ManagementError Overtaken => ManagementError.Changed with
    {
        Message = "Somebody else changed this application while you did. Nothing was saved.",
        Advice = "Below is what you entered. Open this page in another tab to see what is there now. If you save, yours takes its place.",
    };

    private async Task ReadAsync()
    {
        var answer = await GetAsync("clients/" + Uri.EscapeDataString(Id));
        (Client, Shown, Version) = (answer.Body, answer.Body, answer.Version ?? 0);
        Connections = May("read:connections") ? (await GetAsync("connections", [new("take", "100")])).Body.Parts("connections") : [];
    }

    private static JsonObject Merge(JsonNode stored, JsonObject entered)
    {
        var merged = stored.DeepClone().AsObject();
        foreach (var (name, value) in entered)
        {
            merged[name] = value is JsonObject inner && merged[name] is JsonObject before ? Merge(before, inner) : value?.DeepClone();
        }

        return merged;
    }
}
