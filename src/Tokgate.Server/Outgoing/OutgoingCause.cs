namespace Tokgate.Server.Outgoing;

/// <summary>Why a call has no answer. Stored by name.</summary>
internal enum OutgoingCause
{
    /// <summary>No address of the target may be reached: private without being listed, or public and http.</summary>
    TargetRefused,

    HostUnknown,
    Unreachable,
    TlsFailed,
    TimedOut,

    /// <summary>What came back is not HTTP, or too much of it.</summary>
    AnswerUnreadable,

    /// <summary>This version does not know what to send; another node's may.</summary>
    KindUnknown,

    /// <summary>The process ended during the call.</summary>
    Stopped,

    /// <summary>There is nobody left to send it to, or nothing to say.</summary>
    NothingToSend,
}
