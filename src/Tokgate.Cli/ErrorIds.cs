namespace Tokgate.Cli;

/// <summary>What the command line tells its user, by number. Each has its page in docs/errors.</summary>
internal static class ErrorIds
{
    public const string DocumentUnreadable = "TTK7001";
    public const string ReferenceUnresolved = "TTK7002";
    public const string SecretLiteral = "TTK7003";
    public const string ServerAddressInvalid = "TTK7004";
    public const string CredentialsMissing = "TTK7005";
    public const string TokenRefused = "TTK7006";
    public const string ServerUnreachable = "TTK7007";
    public const string CallRefused = "TTK7008";
    public const string SecretFileRefused = "TTK7009";
    public const string ConfirmationMissing = "TTK7010";
    public const string ImportRefused = "TTK7012";
    public const string LocalOnly = "TTK7011";
}
