namespace Tokgate.Server;

/// <summary>How something stands that was looked at.</summary>
public enum TokgateServerFindingLevel
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>It works, and may not be what is meant.</summary>
    Warning,

    /// <summary>It cannot work.</summary>
    Failed,

    /// <summary>It could not be looked at: something before it is wrong, or something outside did not answer.</summary>
    Unknown,
}
