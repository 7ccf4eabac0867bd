using System.Globalization;
using Microsoft.Extensions.Options;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Grants;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Settings;

/// <summary>Limits and retention of this node. None of them is a secret; what is one, or says where one stands, is no part of the list.</summary>
internal sealed class ProcessSettings(
    IOptions<BrowserSessionOptions> sessions, IOptions<AdministratorOptions> administrators, IOptions<GrantsOptions> grants, IOptions<AuditOptions> audit, IOptions<WebhookOptions> webhooks, IOptions<DeliveryOptions> deliveries,
    IOptions<KeysOptions> keys, IOptions<LimitsOptions> limits, IOptions<UpstreamOptions> upstream)
{
    public IReadOnlyList<ProcessSetting> All =>
    [
        .. List("Sessions", "Tokgate__Sessions__", sessions.Value,
            ("Lifetime", static options => options.Lifetime, "How long a person stays signed in at the broker at most."),
            ("IdleLifetime", static options => options.IdleLifetime, "How long a person stays signed in without using it.")),
        .. List("Sessions", "Tokgate__Administrators__", administrators.Value,
            ("Lifetime", static options => options.Lifetime, "How long an administrator stays signed in at the dashboard at most."),
            ("IdleLifetime", static options => options.IdleLifetime, "How long without using it."),
            ("InvitationLifetime", static options => options.InvitationLifetime, "How long a one-time link for an administrator is good.")),
        .. List("Sessions", "Tokgate__", grants.Value,
            ("RefreshGrace", static options => options.RefreshGrace, "How long a refresh token that was just used still gives its successor, for answers that were lost on the way.")),
        .. List("Retention", "Tokgate__Audit__", audit.Value,
            ("Retention", static options => options.Retention, "How long the log keeps an event."),
            ("Address", static options => options.Address, "How much of an address the log keeps: Truncated (the network) or Full.")),
        .. List("Retention", "Tokgate__Webhooks__", webhooks.Value,
            ("KeepFor", static options => options.KeepFor, "How long an event can be replayed.")),
        .. List("Retention", "Tokgate__Deliveries__", deliveries.Value,
            ("KeepFor", static options => options.KeepFor, "How long the delivery log tells how a delivery ended.")),
        .. List("Signing keys", "Tokgate__Keys__", keys.Value.Keys,
            ("RotateEvery", static options => options.RotateEvery, "How long a key signs."),
            ("AnnounceFor", static options => options.AnnounceFor, "How long a key stands in the key set before it signs."),
            ("KeepRetired", static options => options.KeepRetired, "How long a key stays in the key set after its successor took over.")),
        .. List("Requests", "Tokgate__Limits__", limits.Value,
            ("Browser__PerSecond", static options => options.Browser.PerSecond, "Pages that people open, per address and second; 0 is no limit."),
            ("Browser__Burst", static options => options.Browser.Burst, "How many of them at once."),
            ("BackChannel__PerSecond", static options => options.BackChannel.PerSecond, "Endpoints that programs call, per address and second."),
            ("BackChannel__Burst", static options => options.BackChannel.Burst, "How many of them at once."),
            ("Client__PerSecond", static options => options.Client.PerSecond, "The same endpoints, per application that has proved itself."),
            ("Client__Burst", static options => options.Client.Burst, "How many of them at once."),
            ("User__PerSecond", static options => options.User.PerSecond, "What is done with one person's tokens, per second."),
            ("User__Burst", static options => options.User.Burst, "How much of it at once."),
            ("RequestTimeout", static options => options.RequestTimeout, "How long one request may take.")),
        .. List("TikTok", "Tokgate__Upstream__", upstream.Value,
            ("Deadline", static options => options.Deadline, "How long one sign-in waits for TikTok's answers."),
            ("MaxWaiting", static options => options.MaxWaiting, "How many sign-ins wait for TikTok at once on one node."),
            ("MaxPending", static options => options.MaxPending, "How many browsers may be at TikTok at once."),
            ("BreakAfter", static options => options.BreakAfter, "After how many sign-ins in a row without an answer TikTok is left alone; 0 never."),
            ("BreakFor", static options => options.BreakFor, "For how long.")),
        .. List("Webhooks", "Tokgate__Webhooks__", webhooks.Value,
            ("DisableAfter", static options => options.DisableAfter, "After how long without one success a receiver is disabled."),
            ("MaxAttempts", static options => options.MaxAttempts, "How often a message is tried.")),
    ];

    private static IEnumerable<ProcessSetting> List<TOptions>(string group, string prefix, TOptions options, params (string Name, Func<TOptions, object> Get, string Description)[] settings)
        where TOptions : new()
    {
        var defaults = new TOptions();
        return settings.Select(setting => new ProcessSetting(group, prefix + setting.Name, Text(setting.Get(options)), Text(setting.Get(defaults)), setting.Description));
    }

    private static string Text(object value) => value is TimeSpan time ? time.ToString("c", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
