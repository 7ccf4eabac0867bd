namespace Tokgate.Vault;

/// <summary>Every id that this library can name; each has its page in <c>docs/errors</c>.</summary>
internal static class ErrorIds
{
    public const string MasterKeyMissing = "TTK6001";
    public const string MasterKeyMalformed = "TTK6002";
    public const string MasterKeyExposed = "TTK6003";
    public const string MasterKeyWrong = "TTK6004";
    public const string MasterKeyRetired = "TTK6005";
    public const string UnwrapCommandFailed = "TTK6006";
    public const string MasterKeyUnknown = "TTK6007";
    public const string SealBroken = "TTK6008";

    public const string OptionOutOfRange = "TTK6010";

    public const string AppPaused = "TTK6020";
    public const string OtherUser = "TTK6021";
    public const string CommitLost = "TTK6022";
}
