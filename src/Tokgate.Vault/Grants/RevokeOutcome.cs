namespace Tokgate.Vault;

/// <summary>How far the ending of a grant is.</summary>
public enum RevokeOutcome
{
    /// <summary>There is no such grant.</summary>
    NotFound,

    /// <summary>TikTok has ended it, and the tokens are destroyed.</summary>
    Confirmed,

    /// <summary>It is ended here. TikTok could not be told yet; background work goes on.</summary>
    Pending,

    /// <summary>It is ended here, and the tokens are destroyed. Douyin has no call that ends a grant: the person ends it in Douyin's settings.</summary>
    EndedHere,
}
