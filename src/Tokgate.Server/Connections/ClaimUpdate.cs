namespace Tokgate.Server.Connections;

/// <summary>When a claim follows what TikTok says.</summary>
internal enum ClaimUpdate
{
    EveryLogin,

    /// <summary>Once; later it belongs to whoever changes it here.</summary>
    FirstLogin,

    Never,
}
