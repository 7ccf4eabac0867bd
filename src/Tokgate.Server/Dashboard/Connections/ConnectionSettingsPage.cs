using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>What a connection is for, who its people are, and its end.</summary>
internal sealed class ConnectionSettingsPage(ManagementDesk desk) : ConnectionDetailPage(desk)
{
    /// <summary>Whether to delete it was refused for a reason that one may override.</summary>
    public bool MayForce { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromRoute] string name) => await LoadAsync(name) ?? Page();

    public async Task<IActionResult> OnPostAsync([FromRoute] string name)
    {
        var form = Request.Form;
        return await LoadAsync(name) ?? await ChangeAsync(
            new JsonObject
            {
                ["display_name"] = Typed.Optional(form["displayName"]),
                ["authentication"] = new JsonObject { ["active"] = form.Flag("authentication") },
                ["connected_accounts"] = new JsonObject { ["active"] = form.Flag("connectedAccounts") },
                ["options"] = new JsonObject
                {
                    ["join_by_union_id"] = form.Flag("joinByUnionId"),
                    ["offer_qr_code"] = form.Flag("offerQrCode"),
                    ["keep_tokens"] = form.Flag("keepTokens"),
                    ["placeholder_email_domain"] = Typed.Optional(form["placeholderEmailDomain"]),
                },
            },
            "The settings are saved.",
            "settings");
    }

    /// <summary>The switch: off ends no session and takes no grant away.</summary>
    public async Task<IActionResult> OnPostSwitchAsync([FromRoute] string name, bool on) => await LoadAsync(name) ?? await ChangeAsync(
        new JsonObject { ["authentication"] = new JsonObject { ["active"] = on } }, on ? "People can sign in by it again." : "Nobody signs in by it until you switch it on again. Sessions and grants live on.", "settings");

    public async Task<IActionResult> OnPostDeleteAsync([FromRoute] string name, bool force)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        var answer = await SendAsync(HttpMethods.Delete, ApiPath, force ? [new("force", "true")] : [], body: null, SeenVersion());
        if (answer.Error is not { } error)
        {
            return Done($"The connection {name} is deleted.", ListPath);
        }

        MayForce = error.Code is "connection_has_grants" or "connection_declared";
        return await RefusedAsync(error);
    }
}
