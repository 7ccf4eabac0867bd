namespace Tokgate.Server.Audit;

/// <summary>What this request has turned out to be about so far. Whoever learns something puts it here, and every event of the request has it.</summary>
internal sealed class AuditContext
{
    private static readonly object Key = new();

    public string? FlowId { get; set; }

    public string? UserId { get; set; }

    public string? SessionId { get; set; }

    public string? ClientId { get; set; }

    public string? Connection { get; set; }

    public string? TikTokApp { get; set; }

    /// <summary>Who manages by this request.</summary>
    public string? Actor { get; set; }

    /// <summary>What the request is about to change; every event that its write leaves has it.</summary>
    public string? Change { get; set; }

    public static AuditContext Of(HttpContext context)
    {
        if (Find(context) is { } known)
        {
            return known;
        }

        var created = new AuditContext();
        context.Items[Key] = created;
        return created;
    }

    public static AuditContext? Find(HttpContext context) => context.Items.TryGetValue(Key, out var value) ? value as AuditContext : null;
}
