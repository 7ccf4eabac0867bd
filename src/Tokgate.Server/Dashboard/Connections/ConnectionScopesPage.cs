using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.TikTok;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>What TikTok approved the live app for, what every sign-in asks, and which fields are read.</summary>
internal sealed class ConnectionScopesPage(ManagementDesk desk) : ConnectionDetailPage(desk)
{
    public IReadOnlyList<string> Approved => Entries("approved") ?? Options.Texts("approved_scopes");

    public IReadOnlyList<string> Asked => Entries("asked") ?? (Options.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Scopes that stand here and are none of the documented ones.</summary>
    public IEnumerable<string> Others => Approved.Concat(Asked).Distinct(StringComparer.Ordinal).Where(static scope => ScopeNote.All.All(note => note.Scope != scope));

    public IEnumerable<string> NotApproved => Asked.Except(Approved, StringComparer.Ordinal);

    public bool HasAllFields => Entries("field") is { } ? Request.Form["fields"] == "all" : Options.Part("fields") is null;

    public bool Reads(string field) => Entries("field")?.Contains(field) ?? Options.Part("fields") is null || Options.Texts("fields").Contains(field, StringComparer.Ordinal);

    public async Task<IActionResult> OnGetAsync([FromRoute] string name) => await LoadAsync(name) ?? Page();

    public async Task<IActionResult> OnPostScopesAsync([FromRoute] string name)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        // One after the other: what is asked is taken for approved by a call that says nothing else of what is approved, and the list as it stands says nothing.
        var form = Request.Form;
        var asked = new JsonObject { ["scope"] = Typed.Words(string.Join(' ', [.. form["asked"], form["moreAsked"].ToString()])) };
        var answer = await PatchAsync(ApiPath, new JsonObject { ["options"] = asked }, SeenVersion());
        if (answer.Error is { } error)
        {
            return await RefusedAsync(error);
        }

        var approved = new JsonObject { ["approved_scopes"] = Typed.Words(string.Join(' ', [.. form["approved"], form["moreApproved"].ToString()])) };
        return await ChangeAsync(new JsonObject { ["options"] = approved }, "The scopes are saved.", "scopes", version: answer.Version);
    }

    public async Task<IActionResult> OnPostFieldsAsync([FromRoute] string name)
    {
        var form = Request.Form;
        return await LoadAsync(name) ?? await ChangeAsync(
            new JsonObject { ["options"] = new JsonObject { ["fields"] = form["fields"] == "all" ? null : new JsonArray([.. form["field"].Select(static field => JsonValue.Create(field))]) } }, "The fields are saved.", "scopes");
    }

    public static IEnumerable<IGrouping<string, string>> Fields => TikTokFields.All.GroupBy(static name => TikTokFields.ScopeOf[name], StringComparer.Ordinal);

    private IReadOnlyList<string>? Entries(string name) => Error is not null && Request.HasFormContentType && Request.Form.ContainsKey(name) ? [.. Request.Form[name].OfType<string>()] : null;
}
