namespace Tokgate.Emulator.Checker;

/// <summary>What a rule rests on.</summary>
internal enum Evidence
{
    /// <summary>TikTok's documentation says so.</summary>
    Documented,

    /// <summary>TikTok's own SDKs do so.</summary>
    Sdk,

    /// <summary>Several integrators saw it.</summary>
    Integrators,

    /// <summary>It follows from what is known.</summary>
    Inferred,

    /// <summary>Nobody knows how TikTok takes it.</summary>
    Unconfirmed,
}
