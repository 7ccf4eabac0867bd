using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>Which APIs one application may ask tokens for, by client credentials, and with which scopes.</summary>
internal sealed class ApisPage(ManagementDesk desk, ApiDirectory apis) : DashboardPage(desk), IApplicationPage
{
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    public JsonNode? Client { get; private set; }

    public IReadOnlyList<JsonNode> Grants { get; private set; } = [];

    public string Management => apis.Management.Audience;

    /// <summary>What the management API knows, by what it is about. Nobody gives what they do not have, so only that is offered.</summary>
    public IReadOnlyList<IGrouping<string, string>> Scopes => [.. ManagementScopes.All.Where(May).GroupBy(static scope => scope[(scope.IndexOf(':', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal)];

    public JsonNode? ManagementGrant => Grants.FirstOrDefault(grant => grant.Text("audience") == Management);

    public bool MayChange => May("create:client_grants") && May("update:client_grants");

    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return this.PageOrMissing();
    }

    public async Task<IActionResult> OnPostAsync(string[] scopes)
    {
        await ReadAsync();
        var scope = new JsonArray([.. scopes.Select(static word => JsonValue.Create(word))]);
        var answer = ManagementGrant is { } grant
            ? await PatchAsync("client-grants/" + grant.Text("id"), new JsonObject { ["scope"] = scope })
            : await PostAsync("client-grants", new JsonObject { ["client_id"] = Id, ["audience"] = Management, ["scope"] = scope });
        return Answer(answer, "Saved. Tokens that it asks for from now on have these scopes.");
    }

    public async Task<IActionResult> OnPostAddAsync(string audience, string? scopes)
    {
        await ReadAsync();
        var scope = new JsonArray([.. (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => JsonValue.Create(word))]);
        return Answer(await PostAsync("client-grants", new JsonObject { ["client_id"] = Id, ["audience"] = audience.Trim(), ["scope"] = scope }), "The application may ask tokens for this API.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string grant)
    {
        await ReadAsync();
        return Answer(await DeleteAsync("client-grants/" + Uri.EscapeDataString(grant)), "The API was taken away. Access tokens that are out live to their end.");
    }

    private IActionResult Answer(ManagementAnswer answer, string notice)
    {
        Error = answer.Error;
        return answer.Error is null ? Done(notice, ApplicationPath.Of(Id, "apis")) : this.PageOrMissing();
    }

    private async Task ReadAsync()
    {
        Client = (await GetAsync("clients/" + Uri.EscapeDataString(Id))).Body;
        var answer = await GetAsync("client-grants", [new("client_id", Id), new("take", "100")]);
        (Error, Grants) = (answer.Error, answer.Body.Parts("client_grants"));
    }
}
