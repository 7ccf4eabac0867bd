namespace Tokgate.Server.Audit;

/// <summary>Which events; what is null does not matter.</summary>
internal sealed record AuditFilter
{
    public string? Name { get; init; }

    public string? UserId { get; init; }

    public string? ClientId { get; init; }

    public string? Connection { get; init; }

    public string? Reference { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }
}
