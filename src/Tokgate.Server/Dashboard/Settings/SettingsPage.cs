using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>What there is to set, and where.</summary>
internal sealed class SettingsPage(ManagementDesk desk) : DashboardPage(desk)
{
    public const string All = "/dashboard/settings";

    /// <summary>The scope is of what the page shows; null is for everybody.</summary>
    public static IReadOnlyList<(string Name, string Text, string Description, string Icon, string? Scope)> Places { get; } =
    [
        ("keys", "Signing keys", "The keys that sign tokens: which one signs, which comes next, and what to do when one leaks.", "key", "read:signing_keys"),
        ("webhooks", "Webhooks", "Servers of yours that are told what happens, what was sent to them and how that went, and the address for TikTok's own.", "webhook", "read:event_streams"),
        ("administrators", "Administrators", "Who may sign in here, with which role, and how.", "users", AdministratorsPage.ReadScope),
        ("limits", "Limits and retention", "How much anybody may ask for, how long sessions live, how long logs are kept.", "adjustments", "read:tenant_settings"),
        ("configuration", "Configuration as a file", "The whole set-up as a document to keep, to compare and to apply elsewhere; and the management API.", "download", "read:configuration"),
        ("appearance", "Appearance", "Light, dark, and the direction of reading, in this browser.", "sun", null),
    ];
}
