using System.Security.Claims;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>The argument of <see cref="DouyinOptions.MapProfile"/>.</summary>
public sealed class DouyinProfileContext : ProfileContext
{
    internal DouyinProfileContext(ClaimsIdentity identity, DouyinUser user, TikTokScopes grantedScopes, string issuer)
        : base(identity, grantedScopes, issuer) => User = user;

    /// <summary>What Douyin said about the user.</summary>
    public DouyinUser User { get; }
}
