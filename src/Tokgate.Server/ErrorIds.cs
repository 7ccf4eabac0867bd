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
    public const string ConnectionInvalid = "TTK3012";
    public const string ConnectionHalf = "TTK3013";
    public const string ConnectionEmulated = "TTK3014";
    public const string SessionLifetimeInvalid = "TTK3015";
    public const string AdministratorLifetimeInvalid = "TTK3016";
    public const string PrivateTargetsInvalid = "TTK3200";
    public const string DeliveriesInvalid = "TTK3201";
    public const string DeliveryTargetRefused = "TTK3202";
    public const string DeliveryRefused = "TTK3203";
    public const string DeliveryGivenUp = "TTK3204";

    // Told to people, in their language, by Pages/Languages; docs/errors tells the operator more.
    public const string SignInUnknown = "TTK3101";
    public const string SignInOfOtherBrowser = "TTK3102";
    public const string UpstreamAppRefused = "TTK3103";
    public const string UpstreamRedirectUriRefused = "TTK3104";
    public const string UpstreamScopeRefused = "TTK3105";
    public const string UpstreamNotATarget = "TTK3106";
    public const string UpstreamPkceRefused = "TTK3107";
    public const string UpstreamBusy = "TTK3108";
    public const string UpstreamUnavailable = "TTK3109";
    public const string UpstreamUnreadable = "TTK3110";
    public const string UpstreamOtherUser = "TTK3111";
    public const string UpstreamCodeRefused = "TTK3112";
    public const string UpstreamRefused = "TTK3113";
    public const string CallbackMalformed = "TTK3114";
    public const string ClientUnknown = "TTK3120";
    public const string RedirectUriUnregistered = "TTK3121";
    public const string RequestMalformed = "TTK3122";
    public const string NoConnection = "TTK3123";
    public const string WaitingRequestUnknown = "TTK3124";
    public const string UserBlocked = "TTK3125";
    public const string ServerFailed = "TTK3126";
    public const string LogoutRequestRefused = "TTK3127";
    public const string PostLogoutRedirectUriUnregistered = "TTK3128";
    public const string TooManyRequests = "TTK3220";
    public const string RequestTimedOut = "TTK3221";
    public const string UpstreamCrowded = "TTK3222";
    public const string AuditInvalid = "TTK3223";
    public const string LimitsInvalid = "TTK3224";
    public const string UpstreamLimitsInvalid = "TTK3225";
    public const string RefreshGraceInvalid = "TTK3020";

    public const string TikTokGrantMissing = "TTK3280";
    public const string TikTokScopeMissing = "TTK3281";
    public const string TikTokGrantSpent = "TTK3282";
    public const string TikTokGrantRevoked = "TTK3283";
    public const string TikTokUnavailable = "TTK3284";
    public const string TikTokAppPaused = "TTK3285";
    public const string TokenReadNotAllowed = "TTK3286";
    public const string TokenReadOfBlocked = "TTK3287";

    public const string WebhooksInvalid = "TTK3300";
    public const string WebhookRefused = "TTK3301";
    public const string WebhookReceiverDisabled = "TTK3302";

    public const string ConnectionInactive = "TTK3310";
    public const string ConnectionHasGrants = "TTK3311";
    public const string ConnectionDeclared = "TTK3312";
    public const string UpstreamAddressForeign = "TTK3313";
    public const string ProfileScriptRefused = "TTK3314";

    public const string TrialLinkUnknown = "TTK3380";
    public const string TrialUnknown = "TTK3381";
    public const string TrialUnusable = "TTK3382";

    public const string SignInAbandoned = "TTK3383";
    public const string WebhookAddressForeign = "TTK3384";

    public const string SchemaTooNew = "TTK3340";
    public const string ShutdownInvalid = "TTK3341";
    public const string BackupUnreadable = "TTK3342";
    public const string BackupOfNewer = "TTK3343";
    public const string BackupKeyOther = "TTK3344";
    public const string RestoreTargetNotEmpty = "TTK3345";
    public const string BackupPlaceUnusable = "TTK3346";
    public const string BackupOfNothing = "TTK3350";

    public const string ProxyInvalid = "TTK3351";

    public const string LinkUnknown = "TTK3360";
    public const string LinkOfOtherBrowser = "TTK3361";
    public const string ConnectionNotForAccounts = "TTK3362";
    public const string DouyinHasNone = "TTK3363";
    public const string QrCodeNotOffered = "TTK3353";
    public const string ConsentOnPageNeeded = "TTK3354";
    public const string HandOverRefused = "TTK3355";
    public const string UpstreamOnThisMachine = "TTK3356";

    public const string LastOwner = "TTK3347";

    public const string FormOfOtherSite = "TTK3250";
    public const string FrameworkInvalid = "TTK3251";
}
