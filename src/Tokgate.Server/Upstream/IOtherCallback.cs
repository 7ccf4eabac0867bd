using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>Somebody else who sends browsers to TikTok with the same redirect URI, and knows its own states.</summary>
internal interface IOtherCallback
{
    /// <summary>True if it was theirs and is answered.</summary>
    Task<bool> TryTakeAsync(HttpContext context, string connection, TikTokCallback callback);
}
