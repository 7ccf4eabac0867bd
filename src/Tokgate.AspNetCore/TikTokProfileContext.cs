using System.Security.Claims;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>The argument of <see cref="TikTokOptions.MapProfile"/>.</summary>
public sealed class TikTokProfileContext : ProfileContext
{
    internal TikTokProfileContext(ClaimsIdentity identity, TikTokUser user, TikTokScopes grantedScopes, string issuer)
        : base(identity, grantedScopes, issuer) => User = user;

    /// <summary>What TikTok said about the user. Fields that were not asked for, not granted or not sent are null.</summary>
    public TikTokUser User { get; }
}
