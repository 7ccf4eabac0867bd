using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>A person disconnected an app in TikTok, as TikTok's <c>authorization.removed</c> says.</summary>
/// <param name="TikTokApp">The client key of the app.</param>
/// <param name="OpenId">The user within it.</param>
/// <param name="CreatedAt">TikTok's <c>create_time</c>, in whole seconds: grants that were authorized later live on.</param>
/// <param name="Reason">Why.</param>
public sealed record GrantRemoval(string TikTokApp, string OpenId, DateTimeOffset CreatedAt, TikTokRemovalReason Reason);
