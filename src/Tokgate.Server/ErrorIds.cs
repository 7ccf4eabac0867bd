namespace Tokgate.Server;

/// <summary>What the broker tells its operator, by number. Each has its page in docs/errors.</summary>
internal static class ErrorIds
{
    public const string IssuerInvalid = "TTK3001";
    public const string DatabaseInvalid = "TTK3002";
    public const string MigrationsPending = "TTK3003";
    public const string MigrationChanged = "TTK3004";
    public const string MasterKeyMissing = "TTK3005";
    public const string MasterKeyMalformed = "TTK3006";
    public const string MasterKeyWrong = "TTK3007";
    public const string KnownProxiesInvalid = "TTK3008";
    public const string ForwardedHeadersSwitch = "TTK3009";
    public const string KeyScheduleInvalid = "TTK3010";
    public const string SeedClientInvalid = "TTK3011";
}
