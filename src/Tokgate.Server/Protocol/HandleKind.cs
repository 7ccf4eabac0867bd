namespace Tokgate.Server.Protocol;

/// <summary>What a handle opens. The kind stands in its first letters, and a handle of another kind is refused before anything is looked up.</summary>
internal enum HandleKind
{
    AuthorizationCode,
    RefreshToken,
    Session,
    PushedRequest,
    UpstreamState,
    PendingSignIn,
    ClientSecret,
    ConsentRequest,
    LogoutRequest,
    AdministratorSession,
    Invitation,
    TrialRun,
    TrialState,
    TrialLink,
    Ceremony,
    ConnectSession,
    ConnectTicket,
    ConnectCode,
    LinkState,
    QrCode,
}
