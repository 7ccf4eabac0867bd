namespace Tokgate.Server.Upstream;

internal enum SignInStanding
{
    Authorized,

    /// <summary>Signed in here, and no client asked for it.</summary>
    SignedIn,

    /// <summary>Signed in here, but the client may have nothing before the person has been asked.</summary>
    ConsentNeeded,

    /// <summary>Signed in here, as somebody else than the client asked for.</summary>
    OtherSubject,

    /// <summary>The operator keeps this person out; nothing was written.</summary>
    Blocked,
}
