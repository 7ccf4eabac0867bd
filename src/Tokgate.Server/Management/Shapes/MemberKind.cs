namespace Tokgate.Server.Management.Shapes;

internal enum MemberKind
{
    Open,

    /// <summary>Said by us. Sent back as it was read it is no change; anything else is refused.</summary>
    ReadOnly,

    /// <summary>Settled when the thing is made.</summary>
    CreateOnly,

    /// <summary>Taken and never told: a secret.</summary>
    WriteOnly,

    /// <summary>Auth0 has it and it means nothing here: accepted, not kept.</summary>
    Ignored,
}
