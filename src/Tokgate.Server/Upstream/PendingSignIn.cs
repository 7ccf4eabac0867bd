using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Upstream;

/// <summary>A browser that is at TikTok: what it shall come back to, and what must be the same when it does.</summary>
internal sealed record PendingSignIn
{
    /// <summary>Of the cookie of the browser that began it.</summary>
    public required byte[] BrowserHash { get; init; }

    public required string Connection { get; init; }

    /// <summary>The client key of the app that was live when it began, whichever is live when it ends.</summary>
    public required string TikTokApp { get; init; }

    public required string Callback { get; init; }

    /// <summary>TikTok scopes, comma-separated.</summary>
    public required string AskedScopes { get; init; }

    public byte[]? SealedVerifier { get; init; }

    /// <value>Null for a sign-in to our own account page, which no client asked for.</value>
    public required AuthorizationRequest? Request { get; init; }

    /// <value>With no request: whether it leads to the dashboard instead of the account page.</value>
    public bool IsForDashboard { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whatever happens in this request is about this sign-in.</summary>
    public void Tell(AuditContext about)
    {
        about.FlowId = Request?.FlowId;
        about.ClientId = Request?.ClientId;
        about.Connection = Connection;
        about.TikTokApp = TikTokApp;
    }
}
