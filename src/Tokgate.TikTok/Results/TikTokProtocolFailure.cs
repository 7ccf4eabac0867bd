namespace Tokgate.TikTok;

/// <summary>What about an answer could not be understood.</summary>
public enum TikTokProtocolFailure
{
    /// <summary>A status other than 2xx whose body is no error of TikTok's, such as a gateway's page.</summary>
    Status,

    /// <summary>A body that is empty, cut, too large, or no JSON object.</summary>
    Body,

    /// <summary>A member that is missing, empty or of the wrong type.</summary>
    Field,
}
