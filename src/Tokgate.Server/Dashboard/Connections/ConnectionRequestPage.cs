using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Connections;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>What TikTok's page is sent beside our own parameters, and the exact request that comes of it.</summary>
internal sealed class ConnectionRequestPage(ManagementDesk desk) : ConnectionDetailPage(desk)
{
    private const int SpareRows = 3;

    /// <summary>One line of the form.</summary>
    internal sealed record Row(string Name, string Value, string Alias);

    public static IReadOnlyList<string> Aliases => UpstreamParams.Aliases;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string Scope { get; private set; } = "openid profile";

    public string Sent { get; private set; } = "login_hint=camille@shop.example";

    public string? Address { get; private set; }

    public IReadOnlyList<JsonNode> Parameters { get; private set; } = [];

    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    public ManagementError? PreviewFault { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromRoute] string name)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        Rows = [.. (Options.Part("upstream_params") as JsonObject ?? []).Select(static pair => new Row(pair.Key, pair.Value.Text("value") ?? "", pair.Value.Text("alias") ?? "")), .. Spare];
        await PreviewAsync(tried: null);
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync([FromRoute] string name)
    {
        ReadTyped();
        return await LoadAsync(name) ?? await AgainAsync();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string name)
    {
        ReadTyped();
        return await LoadAsync(name) ?? await ChangeAsync(new JsonObject { ["options"] = new JsonObject { ["upstream_params"] = Params() } }, "The parameters are saved: the next sign-in sends them.", "request");
    }

    protected override async Task<IActionResult> AgainAsync()
    {
        await PreviewAsync(Params());
        return Page();
    }

    private static IEnumerable<Row> Spare => Enumerable.Repeat(new Row("", "", ""), SpareRows);

    private void ReadTyped()
    {
        var form = Request.Form;
        var (names, values, aliases) = (form["param"], form["value"], form["alias"]);
        Rows = [.. Enumerable.Range(0, Math.Min(names.Count, Math.Min(values.Count, aliases.Count))).Select(index => new Row((names[index] ?? "").Trim(), values[index] ?? "", aliases[index] ?? "")).Where(static row => row is not { Name: "", Value: "", Alias: "" }), .. Spare];
        (Scope, Sent) = (form["scope"].ToString(), form["sent"].ToString());
    }

    // What stands and is not in the form any more goes.
    private JsonObject Params()
    {
        var changed = new JsonObject((Options.Part("upstream_params") as JsonObject ?? []).Select(static pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, null)));
        foreach (var row in Rows.Where(static row => row is not { Name: "", Value: "", Alias: "" }))
        {
            var param = new JsonObject();
            if (row.Value.Length > 0 || row.Alias.Length == 0)
            {
                param["value"] = row.Value;
            }

            if (row.Alias.Length > 0)
            {
                param["alias"] = row.Alias;
            }

            changed[row.Name] = param;
        }

        return changed;
    }

    private async Task PreviewAsync(JsonObject? tried)
    {
        var request = new JsonObject();
        foreach (var pair in Sent.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line => line.Split('=', 2)))
        {
            request[pair[0].Trim()] = pair.Length > 1 ? pair[1].Trim() : "";
        }

        var body = new JsonObject { ["scope"] = Scope, ["request"] = request };
        if (tried is not null)
        {
            body["upstream_params"] = tried;
        }

        var answer = await PostAsync(ApiPath + "/authorization-preview", body);
        (PreviewFault, Address, Parameters, LeftOut) = (answer.Error, answer.Body.Text("address"), answer.Body.Parts("parameters"), answer.Body.Texts("left_out_scopes"));
    }
}
