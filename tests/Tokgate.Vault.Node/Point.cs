namespace Tokgate.Vault.Node;

/// <summary>Where an attempt at TikTok can be when its process dies, in their order.</summary>
internal enum Point
{
    /// <summary>The statement that takes the lease has not been sent.</summary>
    BeforeLease,

    /// <summary>It has, and its transaction is open.</summary>
    LeaseWritten,

    /// <summary>The attempt is on record.</summary>
    Leased,

    /// <summary>The request is made and has not left.</summary>
    BeforeSend,

    /// <summary>TikTok's answer is here.</summary>
    Answered,

    /// <summary>The pair is sealed, and the statement that writes it has not been sent.</summary>
    BeforeCommit,

    /// <summary>It has, and its transaction is open.</summary>
    PairWritten,

    /// <summary>Not of an attempt: a batch of data keys is sealed under the new master key, and the statement that writes it has not been sent.</summary>
    BeforeReseal,
}
