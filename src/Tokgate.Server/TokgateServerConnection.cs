namespace Tokgate.Server;

/// <summary>A connection that the host program brings with it: one TikTok app.</summary>
public sealed class TokgateServerConnection
{
    public string Name { get; init; } = "tiktok";

    /// <summary>Whether the app is one of Douyin's. Then scopes are Douyin's words, such as <c>user_info</c>.</summary>
    public bool IsDouyin { get; init; }

    public required string ClientKey { get; init; }

    public required string ClientSecret { get; init; }

    /// <value>The secret before, while it is rotated at TikTok: webhooks may still be signed with it. Null outside a rotation.</value>
    public string? FormerClientSecret { get; init; }

    /// <value>An emulator's address, refused in Production; null is TikTok.</value>
    public Uri? Address { get; init; }

    /// <summary>What TikTok approved the app for.</summary>
    public IReadOnlyList<string> ApprovedScopes { get; init; } = ["user.info.basic"];

    /// <summary>What every sign-in asks for, beside what the client's own request needs.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["user.info.basic"];

    public bool JoinsByUnionId { get; init; }

    /// <summary>Whether the vault keeps TikTok's tokens; if not, they are used to sign in and dropped.</summary>
    public bool KeepsTokens { get; init; } = true;

    /// <summary>Whether somebody who has an account already can connect TikTok accounts of this connection to it.</summary>
    public bool IsActiveForConnectedAccounts { get; init; }

    /// <summary>Whether the sign-in page offers a QR code to scan with a phone.</summary>
    public bool OffersQrCode { get; init; }

    /// <value>A name under .invalid; null gives users no address.</value>
    public string? PlaceholderEmailDomain { get; init; }
}
