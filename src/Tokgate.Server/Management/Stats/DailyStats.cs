namespace Tokgate.Server.Management.Stats;

internal sealed record DailyStats(DateOnly Day, long Logins, long Signups, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
