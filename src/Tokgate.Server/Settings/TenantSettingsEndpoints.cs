using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.Settings;

/// <summary>The settings of the process, told: Auth0's members of the tenant's settings that mean something here, and all limits and retention times with their variables.</summary>
/// <remarks>
/// Owns <c>/api/v2/tenants/settings</c>. They are read at the start of each node and changed there, so nothing of them is changed here: a database that says otherwise than the environment
/// would be a second truth. Secrets and where they stand are never told. Does not own what a setting means (the feature whose options it is).
/// </remarks>
internal sealed class TenantSettingsEndpoints(ProcessSettings settings, IOptions<BrowserSessionOptions> sessions) : IManagementEndpoints
{
    private static readonly Members<ProcessSetting> OfSetting = new(new ProcessSetting("", "", "", "", ""));
    private static readonly Members<BrowserSessionOptions> Of = new(new BrowserSessionOptions());

    private static readonly Shape<ProcessSetting> Setting = new(
        "process_setting",
        OfSetting.Told("group", Schemas.Text, static setting => setting.Group, "What it is about."),
        OfSetting.Told("name", Schemas.Text, static setting => setting.Name, "The environment variable that sets it."),
        OfSetting.Told("value", Schemas.Text, static setting => setting.Value, "What is in force on this node, as it would be written there."),
        OfSetting.Told("default", Schemas.Text, static setting => setting.Default, "What it is when nothing is set."),
        OfSetting.Told("is_default", Schemas.Flag, static setting => setting.Value == setting.Default, "Whether that is in force."),
        OfSetting.Told("description", Schemas.Text, static setting => setting.Description, "What it decides."));

    private static readonly Shape<BrowserSessionOptions> Tenant = new(
        "tenant_settings",
        Of.Told("session_lifetime", new JsonObject { ["type"] = "number" }, static options => options.Lifetime.TotalHours, "Hours that a person's session lives at most."),
        Of.Told("idle_session_lifetime", new JsonObject { ["type"] = "number" }, static options => options.IdleLifetime.TotalHours, "Hours that it lives without being used."));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "tenants/settings", ManagementScopes.Read("tenant_settings"), "getTenantSettings")
        {
            Summary = "Limits and retention as they are in force on the node that answers, each with the environment variable that sets it.",
            Query = [QueryParameter.Fields, QueryParameter.IncludeFields],
            Answer = () => Tenant.Schema.WithProperty("settings", Schemas.ListOf(Setting.Schema)),
        }, call => Task.FromResult<ManagementAnswer>(Tell(call.Only()))),
    ];

    private JsonObject Tell(Func<string, bool>? only)
    {
        var told = Tenant.Write(sessions.Value, only);
        if (only is null || only("settings"))
        {
            told["settings"] = new JsonArray([.. settings.All.Select(static setting => Setting.Write(setting))]);
        }

        return told;
    }
}
