using Tokgate.Server.Protocol;

namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>A sign-in that waits for a phone: what was asked, who shows the code, and how far TikTok says it is.</summary>
internal sealed record QrSignIn
{
    /// <value>Of the cookie of the browser that shows the code; null if a program does.</value>
    public byte[]? BrowserHash { get; init; }

    public required string Connection { get; init; }

    /// <summary>The client key of the app that was live when it began.</summary>
    public required string TikTokApp { get; init; }

    /// <summary>TikTok scopes, comma-separated.</summary>
    public required string AskedScopes { get; init; }

    public required AuthorizationRequest Request { get; init; }

    public required byte[] SealedCode { get; init; }

    /// <value>What TikTok gave for the code; null until it is confirmed.</value>
    public byte[]? SealedResult { get; init; }

    public QrState State { get; init; }

    /// <summary>How many codes this sign-in has had. What is written about one of them says which.</summary>
    public int Number { get; init; } = 1;

    /// <summary>TikTok is not asked before, whoever wants to know.</summary>
    public required DateTimeOffset NextLookAt { get; init; }

    public required DateTimeOffset CodeExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the request is forgotten, however many codes it has had.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public QrState StateAt(DateTimeOffset now) => State is QrState.Waiting or QrState.Scanned && now >= CodeExpiresAt ? QrState.Over : State;

    /// <summary>As the way back from TikTok knows a sign-in.</summary>
    /// <param name="redirectUri">Which one TikTok has picked: its token endpoint wants to hear the same.</param>
    public PendingSignIn ToPending(string redirectUri) => new()
    {
        BrowserHash = BrowserHash ?? [],
        Connection = Connection,
        TikTokApp = TikTokApp,
        Callback = redirectUri,
        AskedScopes = AskedScopes,
        Request = Request,
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
    };

    public override string ToString() => $"{nameof(QrSignIn)} of {TikTokApp}";
}
