namespace Tokgate.TikTok;

/// <summary>Why a grant ended.</summary>
public enum TikTokRemovalReason
{
    /// <summary>Not said, or a number that this library does not know.</summary>
    Unknown = 0,

    /// <summary>The user disconnected the app in TikTok.</summary>
    UserDisconnected = 1,

    /// <summary>The account was deleted.</summary>
    AccountDeleted = 2,

    /// <summary>The user's age changed.</summary>
    AgeChanged = 3,

    /// <summary>The account was banned.</summary>
    AccountBanned = 4,

    /// <summary>The app revoked it.</summary>
    DeveloperRevoked = 5,
}
