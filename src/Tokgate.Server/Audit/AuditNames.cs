namespace Tokgate.Server.Audit;

/// <summary>What can have happened. These are an interface: operators search and alert by them, so a name is never given another meaning.</summary>
internal static class AuditNames
{
    /// <summary>The cause of <see cref="SignInCompleted"/> when the person was not known before. No event's name.</summary>
    internal const string FirstSignIn = "first";

    public const string SignInStarted = "signin.started";

    /// <summary>The person came back from TikTok and has a session; the client may still have to wait for their consent.</summary>
    public const string SignInCompleted = "signin.completed";

    /// <summary>A session that was there already answered the client.</summary>
    public const string SignInAnswered = "signin.answered";

    /// <summary>The person was shown an error page.</summary>
    public const string SignInFailed = "signin.failed";

    /// <summary>The client was told an error, among them that the person cancelled.</summary>
    public const string SignInRefused = "signin.refused";

    /// <summary>The person was shown an error page on the way out.</summary>
    public const string LogoutFailed = "logout.failed";

    public const string ConsentAllowed = "consent.allowed";
    public const string ConsentDenied = "consent.denied";
    public const string TokenIssued = "token.issued";
    public const string TokenRefreshed = "token.refreshed";
    public const string TokenRefused = "token.refused";

    /// <summary>Somebody was given TikTok's access token of a person: which client, whose, by which connection.</summary>
    public const string TikTokTokenRead = "tiktok_token.read";

    /// <summary>TikTok did not refresh a grant, or nobody knows whether it did; the cause says why.</summary>
    public const string TikTokGrantRefreshFailed = "tiktok_grant.refresh_failed";

    /// <summary>It did after all.</summary>
    public const string TikTokGrantRecovered = "tiktok_grant.recovered";

    /// <summary>It never will: the person must sign in again.</summary>
    public const string TikTokGrantNeedsReauthorization = "tiktok_grant.needs_reauthorization";

    public const string TikTokGrantExpiring = "tiktok_grant.expiring";

    /// <summary>Its tokens are destroyed, or will be as soon as TikTok knows; the cause says who wanted it.</summary>
    public const string TikTokGrantRemoved = "tiktok_grant.removed";

    /// <summary>TikTok refused an app's key or secret; its grants wait.</summary>
    public const string TikTokAppPaused = "tiktok_app.paused";

    public const string TikTokAppResumed = "tiktok_app.resumed";

    /// <summary>A call of the management API was refused.</summary>
    public const string ManagementRefused = "management.refused";

    public const string TikTokDisconnected = "tiktok.disconnected";

    /// <summary>Somebody, or an application for somebody, began to connect a further TikTok account.</summary>
    public const string AccountLinkBegun = "tiktok_account.begun";

    public const string AccountConnected = "tiktok_account.connected";
    public const string IntrospectionRefused = "introspection.refused";
    public const string RevocationRefused = "revocation.refused";
    public const string PushedRequestRefused = "pushed_request.refused";
    public const string QrRequestRefused = "qr_request.refused";
    public const string UserInfoRefused = "userinfo.refused";
    public const string GrantRevoked = "grant.revoked";
    public const string SessionEnded = "session.ended";

    /// <summary>TikTok told that the person, or TikTok itself, ended what they had allowed us.</summary>
    public const string AuthorizationRemoved = "authorization.removed";

    /// <summary>Another webhook of TikTok's; the cause is TikTok's name for it.</summary>
    public const string WebhookReceived = "webhook.received";

    /// <summary>Something that claimed to be TikTok's and was not, or came too late.</summary>
    public const string WebhookRefused = "webhook.refused";

    public const string WebhookReceiverDisabled = "webhook.receiver_disabled";
    public const string WebhookReplayed = "webhook.replayed";
    public const string WebhookReceiverCreated = "webhook.receiver_created";
    public const string WebhookReceiverChanged = "webhook.receiver_changed";
    public const string WebhookReceiverDeleted = "webhook.receiver_deleted";
    public const string UserChanged = "user.changed";
    public const string UserBlocked = "user.blocked";
    public const string UserUnblocked = "user.unblocked";
    public const string UserDeleted = "user.deleted";
    public const string KeyAdded = "key.added";
    public const string KeyRemoved = "key.removed";
    public const string ClientCreated = "client.created";
    public const string ClientChanged = "client.changed";
    public const string ClientDeleted = "client.deleted";
    public const string ClientSecretAdded = "client.secret_added";
    public const string ClientSecretRemoved = "client.secret_removed";
    public const string ConnectionCreated = "connection.created";
    public const string ConnectionChanged = "connection.changed";
    public const string ConnectionDeleted = "connection.deleted";

    /// <summary>A document was applied; what it changed stands in the events before this one. The subject is the state it was planned on.</summary>
    public const string ConfigurationApplied = "configuration.applied";

    /// <summary>A one-time link to the dashboard was made; the cause is the role that it gives, the subject whose it is if it is for somebody who is there.</summary>
    public const string AdministratorInvited = "administrator.invited";

    public const string AdministratorAdded = "administrator.added";

    /// <summary>Somebody came in at the dashboard; the cause is by what.</summary>
    public const string AdministratorSignedIn = "administrator.signed_in";

    /// <summary>Somebody guessed at the dashboard and was wrong, or had to wait; the subject is whose name it was, if it was anybody's.</summary>
    public const string AdministratorRefused = "administrator.refused";

    /// <summary>The cause is what: passkey, password (with authenticator), recovery_codes or broker. The subject is whose it is.</summary>
    public const string AdministratorCredentialAdded = "administrator.credential_added";

    /// <summary>As above.</summary>
    public const string AdministratorCredentialRemoved = "administrator.credential_removed";

    /// <summary>The cause is the role of now.</summary>
    public const string AdministratorChanged = "administrator.changed";

    public const string AdministratorRemoved = "administrator.removed";

    public const string AdministratorSessionEnded = "administrator.session_ended";

    /// <summary>Somebody may run a trial of a connection; the subject of all these is its id, which is their flow too.</summary>
    public const string TrialCreated = "trial.created";

    public const string TrialSucceeded = "trial.succeeded";

    /// <summary>The error id says why; with the cause cancelled the person said no at TikTok.</summary>
    public const string TrialFailed = "trial.failed";

    /// <summary>Whoever has the link may read a trial.</summary>
    public const string TrialShared = "trial.shared";

    public const string TrialUnshared = "trial.unshared";
    public const string TrialDeleted = "trial.deleted";

    /// <summary>The database came back from a backup, and what let anybody in was ended.</summary>
    public const string BackupRestored = "backup.restored";

    public const string LimitReached = "limit.reached";
    public const string RequestFailed = "request.failed";

    public const string CodeReplayed = "suspicious.code_replayed";
    public const string RefreshReused = "suspicious.refresh_reused";
    public const string StateUnknown = "suspicious.state_unknown";
    public const string OtherBrowser = "suspicious.other_browser";
    public const string SecretGuessing = "suspicious.secret_guessing";
    public const string ManyPeople = "suspicious.many_people";
    public const string ManyAbandoned = "suspicious.many_abandoned";
}
