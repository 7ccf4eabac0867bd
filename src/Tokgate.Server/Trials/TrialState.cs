namespace Tokgate.Server.Trials;

/// <summary>How far a trial is. The numbers stand in rows.</summary>
internal enum TrialState
{
    /// <summary>Nobody has begun it.</summary>
    Waiting = 0,

    /// <summary>A browser is at TikTok, or never came back.</summary>
    Running = 1,
    Succeeded = 2,
    Failed = 3,

    /// <summary>The person said no at TikTok.</summary>
    Cancelled = 4,
}
