namespace Tokgate.Server.Configuration;

internal enum ConfigurationOutcome
{
    Done,

    /// <summary>Something is not any more what it was when it was planned.</summary>
    Outdated,

    /// <summary>Somebody's grant needs a TikTok app that would go.</summary>
    HasGrants,
}
