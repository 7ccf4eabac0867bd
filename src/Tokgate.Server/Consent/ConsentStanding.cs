namespace Tokgate.Server.Consent;

/// <summary>What became of a person's yes. Only with <see cref="Authorized"/> is the code any good.</summary>
internal enum ConsentStanding
{
    Authorized,

    /// <summary>The request was answered before, by another tab or a second click; nothing was written.</summary>
    AnsweredBefore,

    /// <summary>The session ended between the page and the answer; nothing is remembered.</summary>
    SessionEnded,
}
