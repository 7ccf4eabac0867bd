using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>Asks for three things and answers with the new application and its secret, which is shown here and never again.</summary>
internal sealed class NewApplicationPage(ManagementDesk desk) : DashboardPage(desk)
{
    /// <summary>Settled before the form is sent, so that a page that is sent twice makes one application.</summary>
    public string Id { get; private set; } = RandomId.New();

    public string Type { get; private set; } = ApplicationType.Web;

    public string Name { get; private set; } = "";

    public string Callbacks { get; private set; } = "";

    /// <value>The new application; null while it is asked for.</value>
    public JsonNode? Made { get; private set; }

    public FieldFaults Faults(string member) => FieldFaults.Of(Error, member);

    public void OnGet(string? type)
    {
        if (ApplicationType.All.Any(known => known.Word == type))
        {
            Type = type!; // one of them, as just seen
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var answer = await PostAsync("clients", await ReadAsync());
        if (answer.Error is { Code: "client_exists" })
        {
            return Done("This application was created already. Its secret was shown then; if nobody kept it, rotate it.", ApplicationPath.Of(Id));
        }

        (Error, Made) = (answer.Error, answer.Error is null ? answer.Body : null);
        return Page();
    }

    /// <summary>For the script: what would be wrong, without doing it.</summary>
    public async Task<IActionResult> OnPostCheckAsync() => new JsonResult(FormAnswer.Of(await SendAsync(HttpMethods.Post, "clients", [new("dry_run", "true")], await ReadAsync(), version: null)));

    private async Task<JsonObject> ReadAsync()
    {
        var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
        (Id, Type, Name, Callbacks) = (form["id"].ToString(), form["type"].ToString(), form["name"].ToString().Trim(), form["callbacks"].ToString());
        var body = new JsonObject { ["client_id"] = Id, ["app_type"] = Type, ["name"] = Name };
        if (Type != ApplicationType.Machine)
        {
            body["callbacks"] = FormLines.Of(Callbacks);
        }

        return body;
    }
}
