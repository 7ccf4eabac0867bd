using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>Which applications use a connection: Auth0's tab of an application, from the other side.</summary>
internal sealed class ConnectionApplicationsPage(ManagementDesk desk) : ConnectionDetailPage(desk)
{
    private const int PageSize = 50;
    private const int LastPage = 199; // the list's own bound

    public IReadOnlyList<JsonNode> Clients { get; private set; } = [];

    public int Number { get; private set; }

    public bool HasMore { get; private set; }

    public bool Uses(JsonNode client) => client.Part("connections") is null || client.Texts("connections").Contains(Name, StringComparer.Ordinal);

    public async Task<IActionResult> OnGetAsync([FromRoute] string name, int number) => await LoadAsync(name) ?? await ReadAsync(number);

    public async Task<IActionResult> OnPostAsync([FromRoute] string name, int number)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        // Only what was changed: of others the page may know less than somebody who was quicker.
        var form = Request.Form;
        var (on, before) = (form["on"], form["before"]);
        var changes = form["shown"].OfType<string>().Where(id => on.Contains(id) != before.Contains(id)).Select(id => new JsonObject { ["client_id"] = id, ["status"] = on.Contains(id) }).ToList();
        if (changes.Count > 0)
        {
            var answer = await PatchAsync(ApiPath + "/clients", new JsonArray([.. changes]));
            if (answer.Error is not null)
            {
                Error = answer.Error;
                return await ReadAsync(number);
            }
        }

        return Done(changes.Count == 1 ? "One application was switched." : $"{changes.Count} applications were switched.", $"{PathOf(Name, "applications")}?number={number.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<IActionResult> ReadAsync(int number)
    {
        Number = Math.Clamp(number, 0, LastPage);
        var answer = await GetAsync("clients", [new("app_type", "regular_web,spa,native"), new("include_totals", "true"), new("per_page", $"{PageSize}"), new("page", $"{Number}")]);
        Error ??= answer.Error;
        Clients = answer.Body.Parts("clients");
        HasMore = (Number + 1) * PageSize < (answer.Body.Number("total") ?? 0);
        return Page();
    }
}
