namespace Tokgate.Server.Dashboard.Logs;

/// <param name="Name">In the address of the page.</param>
/// <param name="Text">For people.</param>
/// <param name="Query">In the management API's search.</param>
internal sealed record LogKindChoice(string Name, string Text, string Query)
{
    public static IReadOnlyList<LogKindChoice> All { get; } =
    [
        new("signins", "Sign-ins", "event:signin*"),
        new("failed", "Failed sign-ins", "type:f"),
        new("tokens", "Tokens", "event:token*"),
        new("consents", "Consents", "event:consent*"),
        new("tiktok", "TikTok grants and apps", "event:tiktok*"),
        new("sessions", "Sign-outs", "event:session*"),
        new("changes", "Changes by operators", "type:sapi"),
        new("refused", "Refused calls", "type:fapi"),
        new("trials", "Trials of connections", "event:trial*"),
        new("administrators", "Administrators", "event:administrator*"),
        new("webhooks", "Webhooks", "event:webhook*"),
        new("suspicious", "Suspicious", "event:suspicious*"),
        new("limits", "Limits reached", "event:limit*"),
        new("faults", "Faults of the broker", "event:request*"),
    ];
}
