using Tokgate.Server.Audit;
using static Tokgate.Server.Dashboard.Logs.EventTone;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>What an event is in words, for whoever does not know its name. A test holds that every event has some.</summary>
internal static class EventWords
{
    private static readonly Dictionary<string, (string Words, EventTone Tone)> ByName = new(StringComparer.Ordinal)
    {
        [AuditNames.SignInStarted] = ("Sent to TikTok to sign in", Neutral),
        [AuditNames.SignInCompleted] = ("Signed in with TikTok", Good),
        [AuditNames.SignInAnswered] = ("Signed in by the session of this browser", Good),
        [AuditNames.SignInFailed] = ("Sign-in failed: the person saw an error page", Bad),
        [AuditNames.SignInRefused] = ("Sign-in ended: the application was told why", Notice),
        [AuditNames.LogoutFailed] = ("Signing out failed", Bad),
        [AuditNames.ConsentAllowed] = ("Allowed the application what it asked for", Good),
        [AuditNames.ConsentDenied] = ("Denied the application what it asked for", Notice),
        [AuditNames.TokenIssued] = ("Tokens given out", Good),
        [AuditNames.TokenRefreshed] = ("Tokens renewed", Good),
        [AuditNames.TokenRefused] = ("Tokens refused", Bad),
        [AuditNames.TikTokTokenRead] = ("TikTok's access token given out", Neutral),
        [AuditNames.TikTokGrantRefreshFailed] = ("TikTok's tokens could not be refreshed", Bad),
        [AuditNames.TikTokGrantRecovered] = ("TikTok's tokens are refreshed again", Good),
        [AuditNames.TikTokGrantNeedsReauthorization] = ("The person must sign in at TikTok again", Notice),
        [AuditNames.TikTokGrantExpiring] = ("A TikTok grant nears its end", Notice),
        [AuditNames.TikTokGrantRemoved] = ("A TikTok grant ended", Neutral),
        [AuditNames.TikTokAppPaused] = ("TikTok refuses an app, which is paused", Bad),
        [AuditNames.TikTokAppResumed] = ("TikTok takes an app again", Good),
        [AuditNames.ManagementRefused] = ("A call of the management API, or an action here, was refused", Notice),
        [AuditNames.TikTokDisconnected] = ("A TikTok grant was ended by hand", Neutral),
        [AuditNames.AccountLinkBegun] = ("Began to connect a TikTok account", Neutral),
        [AuditNames.AccountConnected] = ("A TikTok account was connected", Good),
        [AuditNames.IntrospectionRefused] = ("Introspection refused its caller", Notice),
        [AuditNames.RevocationRefused] = ("Revocation refused its caller", Notice),
        [AuditNames.PushedRequestRefused] = ("A pushed authorization request was refused", Notice),
        [AuditNames.QrRequestRefused] = ("A request for a QR code was refused", Notice),
        [AuditNames.UserInfoRefused] = ("UserInfo refused an access token", Notice),
        [AuditNames.GrantRevoked] = ("An application lost what it held of a person", Neutral),
        [AuditNames.SessionEnded] = ("Signed out", Neutral),
        [AuditNames.AuthorizationRemoved] = ("TikTok told that an authorization is over", Notice),
        [AuditNames.WebhookReceived] = ("A webhook of TikTok's came", Neutral),
        [AuditNames.WebhookRefused] = ("A webhook was refused: it was not TikTok's, or late", Notice),
        [AuditNames.WebhookReceiverDisabled] = ("A webhook receiver was disabled", Bad),
        [AuditNames.WebhookReplayed] = ("A webhook was sent again", Neutral),
        [AuditNames.WebhookReceiverCreated] = ("A webhook receiver was added", Neutral),
        [AuditNames.WebhookReceiverChanged] = ("A webhook receiver was changed", Neutral),
        [AuditNames.WebhookReceiverDeleted] = ("A webhook receiver was removed", Neutral),
        [AuditNames.UserChanged] = ("A person was changed", Neutral),
        [AuditNames.UserBlocked] = ("A person was blocked", Notice),
        [AuditNames.UserUnblocked] = ("A person was unblocked", Neutral),
        [AuditNames.UserDeleted] = ("A person was deleted", Neutral),
        [AuditNames.KeyAdded] = ("A signing key was announced", Neutral),
        [AuditNames.KeyRemoved] = ("A signing key was removed", Neutral),
        [AuditNames.ClientCreated] = ("An application was made", Neutral),
        [AuditNames.ClientChanged] = ("An application was changed", Neutral),
        [AuditNames.ClientDeleted] = ("An application was deleted", Neutral),
        [AuditNames.ClientSecretAdded] = ("An application got a secret", Neutral),
        [AuditNames.ClientSecretRemoved] = ("An application lost a secret", Neutral),
        [AuditNames.ConnectionCreated] = ("A connection was made", Neutral),
        [AuditNames.ConnectionChanged] = ("A connection was changed", Neutral),
        [AuditNames.ConnectionDeleted] = ("A connection was deleted", Neutral),
        [AuditNames.ConfigurationApplied] = ("A document was applied", Neutral),
        [AuditNames.AdministratorInvited] = ("A one-time link to the dashboard was made", Neutral),
        [AuditNames.AdministratorAdded] = ("An administrator was added", Notice),
        [AuditNames.AdministratorSignedIn] = ("An administrator signed in", Neutral),
        [AuditNames.AdministratorRefused] = ("Somebody was not let in at the dashboard", Notice),
        [AuditNames.AdministratorCredentialAdded] = ("An administrator set up what they sign in with", Notice),
        [AuditNames.AdministratorCredentialRemoved] = ("An administrator removed what they signed in with", Notice),
        [AuditNames.AdministratorChanged] = ("An administrator got another role", Notice),
        [AuditNames.AdministratorRemoved] = ("An administrator was removed", Notice),
        [AuditNames.AdministratorSessionEnded] = ("An administrator's session ended", Neutral),
        [AuditNames.TrialCreated] = ("A trial of a connection was made", Neutral),
        [AuditNames.TrialSucceeded] = ("A trial went well", Good),
        [AuditNames.TrialFailed] = ("A trial failed", Bad),
        [AuditNames.TrialShared] = ("A link to read a trial was made", Neutral),
        [AuditNames.TrialUnshared] = ("The link to a trial was taken back", Neutral),
        [AuditNames.TrialDeleted] = ("A trial was deleted", Neutral),
        [AuditNames.BackupRestored] = ("The database was restored from a backup", Notice),
        [AuditNames.LimitReached] = ("Requests were turned away by a limit", Notice),
        [AuditNames.RequestFailed] = ("A fault of the broker", Bad),
        [AuditNames.CodeReplayed] = ("A code came a second time", Bad),
        [AuditNames.RefreshReused] = ("A refresh token came again after it was replaced", Bad),
        [AuditNames.StateUnknown] = ("A callback came that belongs to no sign-in", Notice),
        [AuditNames.OtherBrowser] = ("A callback came in another browser", Notice),
        [AuditNames.SecretGuessing] = ("Too many wrong secrets: refused unseen", Bad),
        [AuditNames.ManyPeople] = ("Many people signed in from one address", Notice),
        [AuditNames.ManyAbandoned] = ("Many sign-ins from one address were begun and left", Notice),
    };

    private static readonly Dictionary<string, string> Causes = new(StringComparer.Ordinal)
    {
        ["access_denied"] = "the person cancelled at TikTok",
        ["login_required"] = "the application asked not to show anything, and nobody was signed in",
        ["consent_required"] = "the application asked not to show anything, and consent was needed",
        ["interaction_required"] = "the application asked not to show anything, and the person had to do something",
        ["invalid_grant"] = "the code or refresh token is not good any more, or not this application's",
        ["invalid_client"] = "the application did not prove who it is",
        ["invalid_scope"] = "a scope that is not allowed was asked for",
        ["no_answer"] = "TikTok did not answer in time",
        ["no_connection"] = "TikTok could not be reached",
        ["paused"] = "TikTok was not asked, because it answered none of the last questions",
        ["unreadable"] = "TikTok's answer could not be read",
        ["authorization_code"] = "for a code",
        ["client_credentials"] = "for a machine",
    };

    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <summary>Of an event that another version wrote, its name.</summary>
    public static (string Words, EventTone Tone) Of(string name) => ByName.GetValueOrDefault(name, (name, Neutral));

    /// <summary>Null for a cause that says it all by itself.</summary>
    public static string? Cause(string? cause) => cause is not null && Causes.TryGetValue(cause, out var words) ? Shown.Sentence(words) : null;
}
