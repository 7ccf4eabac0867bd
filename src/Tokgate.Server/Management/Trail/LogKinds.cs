using Tokgate.Server.Audit;
using Tokgate.Server.Clients;

namespace Tokgate.Server.Management.Trail;

/// <summary>Auth0's codes for what stands in the trail. docs/management/logs.md has the same table, and a test compares the two.</summary>
internal static class LogKinds
{
    private const string ApiOperation = "sapi";

    public static IReadOnlyList<LogKind> All { get; } =
    [
        new(AuditNames.SignInStarted, null, AuditNames.SignInStarted, "A sign-in began"),
        new(AuditNames.SignInCompleted, null, "s", "Success Login"),
        new(AuditNames.SignInCompleted, AuditNames.FirstSignIn, "ss", "Success Signup"),
        new(AuditNames.SignInAnswered, null, "ssa", "Success Silent Auth"),
        new(AuditNames.SignInFailed, null, "f", "Failed Login"),
        new(AuditNames.SignInRefused, null, "f", "Failed Login"),
        new(AuditNames.LogoutFailed, null, "flo", "Failed Logout"),
        new(AuditNames.ConsentAllowed, null, AuditNames.ConsentAllowed, "A person allowed an application its scopes"),
        new(AuditNames.ConsentDenied, null, AuditNames.ConsentDenied, "A person denied an application its scopes"),
        new(AuditNames.TokenIssued, null, "seacft", "Success Exchange of Authorization Code for Access Token"),
        new(AuditNames.TokenIssued, GrantTypes.ClientCredentials, "seccft", "Success Exchange of Client Credentials for Access Token"),
        new(AuditNames.TokenRefreshed, null, "sertft", "Success Exchange of Refresh Token for Access Token"),
        new(AuditNames.TokenRefused, null, "feacft", "Failed Exchange"),
        new(AuditNames.TikTokTokenRead, null, AuditNames.TikTokTokenRead, "TikTok's access token of a person was given out"),
        new(AuditNames.ManagementRefused, null, "fapi", "Failed API Operation"),
        new(AuditNames.TikTokDisconnected, null, AuditNames.TikTokDisconnected, "A TikTok grant was ended"),
        new(AuditNames.AccountLinkBegun, null, AuditNames.AccountLinkBegun, "Somebody began to connect a TikTok account"),
        new(AuditNames.AccountConnected, null, AuditNames.AccountConnected, "A TikTok account was connected"),
        new(AuditNames.IntrospectionRefused, null, AuditNames.IntrospectionRefused, "Introspection refused its caller"),
        new(AuditNames.RevocationRefused, null, AuditNames.RevocationRefused, "Revocation refused its caller"),
        new(AuditNames.PushedRequestRefused, null, AuditNames.PushedRequestRefused, "A pushed authorization request was refused"),
        new(AuditNames.QrRequestRefused, null, AuditNames.QrRequestRefused, "A request for a QR code was refused"),
        new(AuditNames.UserInfoRefused, null, AuditNames.UserInfoRefused, "UserInfo refused an access token"),
        new(AuditNames.GrantRevoked, null, "srrt", "Success Revocation of a grant with its refresh token"),
        new(AuditNames.SessionEnded, null, "slo", "Success Logout"),
        new(AuditNames.AuthorizationRemoved, null, AuditNames.AuthorizationRemoved, "TikTok told that an authorization is over"),
        new(AuditNames.WebhookReceived, null, AuditNames.WebhookReceived, "A webhook of TikTok's came"),
        new(AuditNames.WebhookRefused, null, AuditNames.WebhookRefused, "A webhook was refused"),
        new(AuditNames.WebhookReceiverDisabled, null, AuditNames.WebhookReceiverDisabled, "A webhook receiver was disabled"),
        new(AuditNames.WebhookReplayed, null, ApiOperation, "Success API Operation"),
        new(AuditNames.WebhookReceiverCreated, null, ApiOperation, "Success API Operation"),
        new(AuditNames.WebhookReceiverChanged, null, ApiOperation, "Success API Operation"),
        new(AuditNames.WebhookReceiverDeleted, null, ApiOperation, "Success API Operation"),
        new(AuditNames.UserChanged, null, ApiOperation, "Success API Operation"),
        new(AuditNames.UserBlocked, null, ApiOperation, "Success API Operation"),
        new(AuditNames.UserUnblocked, null, ApiOperation, "Success API Operation"),
        new(AuditNames.UserDeleted, null, "sdu", "Success User Deletion"),
        new(AuditNames.KeyAdded, null, ApiOperation, "Success API Operation"),
        new(AuditNames.KeyRemoved, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ClientCreated, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ClientChanged, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ClientDeleted, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ClientSecretAdded, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ClientSecretRemoved, null, ApiOperation, "Success API Operation"),
        new(AuditNames.TikTokGrantRefreshFailed, null, AuditNames.TikTokGrantRefreshFailed, "TikTok's tokens of a person could not be refreshed"),
        new(AuditNames.TikTokGrantRecovered, null, AuditNames.TikTokGrantRecovered, "TikTok's tokens of a person are refreshed again"),
        new(AuditNames.TikTokGrantNeedsReauthorization, null, AuditNames.TikTokGrantNeedsReauthorization, "A person must sign in at TikTok again"),
        new(AuditNames.TikTokGrantExpiring, null, AuditNames.TikTokGrantExpiring, "A TikTok grant nears its end"),
        new(AuditNames.TikTokGrantRemoved, null, AuditNames.TikTokGrantRemoved, "A TikTok grant is over"),
        new(AuditNames.TikTokAppPaused, null, AuditNames.TikTokAppPaused, "TikTok refuses an app, which is not used until it is mended"),
        new(AuditNames.TikTokAppResumed, null, AuditNames.TikTokAppResumed, "A TikTok app is used again"),
        new(AuditNames.ConnectionCreated, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ConnectionChanged, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ConnectionDeleted, null, ApiOperation, "Success API Operation"),
        new(AuditNames.ConfigurationApplied, null, ApiOperation, "Success API Operation"),
        new(AuditNames.TrialCreated, null, AuditNames.TrialCreated, "A trial of a connection was made"),
        new(AuditNames.TrialSucceeded, null, AuditNames.TrialSucceeded, "A trial of a connection went well"),
        new(AuditNames.TrialFailed, null, AuditNames.TrialFailed, "A trial of a connection failed"),
        new(AuditNames.TrialShared, null, ApiOperation, "Success API Operation"),
        new(AuditNames.TrialUnshared, null, ApiOperation, "Success API Operation"),
        new(AuditNames.TrialDeleted, null, ApiOperation, "Success API Operation"),
        new(AuditNames.AdministratorInvited, null, AuditNames.AdministratorInvited, "A one-time link to the dashboard was made"),
        new(AuditNames.AdministratorAdded, null, AuditNames.AdministratorAdded, "Somebody became an administrator"),
        new(AuditNames.AdministratorSignedIn, null, AuditNames.AdministratorSignedIn, "An administrator came in"),
        new(AuditNames.AdministratorRefused, null, AuditNames.AdministratorRefused, "Somebody was not let in at the dashboard"),
        new(AuditNames.AdministratorCredentialAdded, null, AuditNames.AdministratorCredentialAdded, "An administrator set up what they sign in with"),
        new(AuditNames.AdministratorCredentialRemoved, null, AuditNames.AdministratorCredentialRemoved, "An administrator removed what they signed in with"),
        new(AuditNames.AdministratorChanged, null, ApiOperation, "Success API Operation"),
        new(AuditNames.AdministratorRemoved, null, ApiOperation, "Success API Operation"),
        new(AuditNames.AdministratorSessionEnded, null, AuditNames.AdministratorSessionEnded, "A session at the dashboard was ended"),
        new(AuditNames.BackupRestored, null, AuditNames.BackupRestored, "The database was restored from a backup"),
        new(AuditNames.LimitReached, null, "api_limit", "Rate Limit"),
        new(AuditNames.RequestFailed, null, AuditNames.RequestFailed, "A fault of the broker"),
        new(AuditNames.CodeReplayed, null, AuditNames.CodeReplayed, "A code came a second time"),
        new(AuditNames.RefreshReused, null, "ferrt", "Failed Exchange of a Rotating Refresh Token: it was used before"),
        new(AuditNames.StateUnknown, null, AuditNames.StateUnknown, "A callback came with an unknown state"),
        new(AuditNames.OtherBrowser, null, AuditNames.OtherBrowser, "A callback came in another browser"),
        new(AuditNames.SecretGuessing, null, AuditNames.SecretGuessing, "Authentication was refused after too many failures"),
        new(AuditNames.ManyPeople, null, AuditNames.ManyPeople, "Many people signed in from one address"),
        new(AuditNames.ManyAbandoned, null, AuditNames.ManyAbandoned, "Many sign-ins were begun and not finished"),
    ];

    private static readonly Dictionary<(string Event, string? Cause), LogKind> ByEvent = All.ToDictionary(static kind => (kind.Event, kind.Cause));

    /// <summary>Of an event that a later version left behind, its own name.</summary>
    public static LogKind Of(AuditEvent audited) =>
        ByEvent.GetValueOrDefault((audited.Name, audited.Cause)) ?? ByEvent.GetValueOrDefault((audited.Name, null)) ?? new LogKind(audited.Name, null, audited.Name, audited.Name);

    public static IReadOnlyList<LogKind> OfType(string type, bool isPrefix) => [.. All.Where(kind => isPrefix ? kind.Type.StartsWith(type, StringComparison.Ordinal) : kind.Type == type)];

    /// <summary>All kinds of our events.</summary>
    public static IReadOnlyList<LogKind> OfEvent(string name, bool isPrefix) => [.. All.Where(kind => isPrefix ? kind.Event.StartsWith(name, StringComparison.Ordinal) : kind.Event == name)];

    /// <summary>The causes that make other kinds of the same event; this one is of none of them.</summary>
    public static IReadOnlyList<string> Others(LogKind kind) => kind.Cause is not null ? [] : [.. All.Where(other => other.Event == kind.Event).Select(static other => other.Cause).OfType<string>()];
}
