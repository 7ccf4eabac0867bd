namespace Tokgate.Vault.Tests.Nodes;

/// <summary>When the process dies.</summary>
public enum Phase
{
    /// <summary>(a)</summary>
    BeforeTheRequestLeaves,

    /// <summary>(b)</summary>
    AfterItLeft,

    /// <summary>(c)</summary>
    AfterTheAnswerAndBeforeTheCommit,
}
