namespace Tokgate.Server.Audit;

/// <summary>How much of a peer's address is kept.</summary>
internal enum AuditAddress
{
    Truncated,
    Full,
}
