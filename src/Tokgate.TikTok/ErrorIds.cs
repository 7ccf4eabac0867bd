namespace Tokgate.TikTok;

/// <summary>Every id that this library can name; each has its page in <c>docs/errors</c>.</summary>
internal static class ErrorIds
{
    public const string ClientKeyMissing = "TTK1001";
    public const string ClientSecretMissing = "TTK1002";
    public const string EndpointInvalid = "TTK1003";
    public const string TimeoutOutOfRange = "TTK1004";
    public const string ResponseCapOutOfRange = "TTK1005";
    public const string RetryOutOfRange = "TTK1006";

    public const string StateMissing = "TTK1010";
    public const string ScopesMissing = "TTK1011";
    public const string ParameterReserved = "TTK1012";
    public const string CodeChallengeMalformed = "TTK1013";
    public const string CodeChallengeMissing = "TTK1014";
    public const string RedirectUriWildcard = "TTK1015";

    public const string RedirectUriNotAbsolute = "TTK1020";
    public const string RedirectUriScheme = "TTK1021";
    public const string RedirectUriLength = "TTK1022";
    public const string RedirectUriQuery = "TTK1023";
    public const string RedirectUriFragment = "TTK1024";
    public const string RedirectUriHost = "TTK1025";
    public const string RedirectUriPort = "TTK1026";
    public const string RedirectUriPath = "TTK1027";
    public const string RedirectUriCredentials = "TTK1028";

    public const string CallbackMalformed = "TTK1030";

    public const string WebhookMalformed = "TTK1040";

    public const string UnreadableStatus = "TTK1050";
    public const string UnreadableBody = "TTK1051";
    public const string UnreadableField = "TTK1052";

    public const string DouyinCredentialsMissing = "TTK1060";
    public const string DouyinRedirectUri = "TTK1061";
    public const string DouyinOptionalScope = "TTK1062";
}
