using Tokgate.Server.Connections;

namespace Tokgate.Server.Management;

/// <summary>One of TikTok's addresses, as people write it into a connection of Auth0: fixed here, and known in its former forms.</summary>
internal sealed class UpstreamAddress(string value, string atDouyin, Func<TikTokAppConfig, Uri> hostOf, params IReadOnlyList<string> former)
{
    public static readonly UpstreamAddress Authorize = new(
        "https://www.tiktok.com/v2/auth/authorize/", "https://open.douyin.com/platform/oauth/connect/", static app => app.Endpoints.Authorization,
        "https://www.tiktok.com/auth/authorize", "https://open-api.tiktok.com/platform/oauth/connect", "https://open.tiktokapis.com/platform/oauth/connect", "https://www.tiktok.com/auth/authorize/v2");

    public static readonly UpstreamAddress Token = new(
        "https://open.tiktokapis.com/v2/oauth/token/", "https://open.douyin.com/oauth/access_token/", static app => app.Endpoints.Api,
        "https://open-api.tiktok.com/oauth/access_token", "https://open-api.tiktok.com/v2/oauth/token", "https://open.tiktokapis.com/oauth/access_token");

    /// <summary>TikTok's own.</summary>
    public string Value { get; } = value;

    /// <summary>As the live app has it: another host only where that is an emulator.</summary>
    public string Of(ConnectionConfig config)
    {
        var own = config.Platform == UpstreamPlatform.Douyin ? atDouyin : Value;
        return config.Live is { Address: not null } live ? hostOf(live).GetLeftPart(UriPartial.Authority) + new Uri(own).AbsolutePath : own;
    }

    public bool IsCurrent(string? text, ConnectionConfig config) => IsOne(text, config.Platform == UpstreamPlatform.Douyin ? atDouyin : Value);

    public bool IsFormer(string? text) => former.Any(one => IsOne(text, one));

    private static bool IsOne(string? text, string known) => string.Equals(text?.Trim().TrimEnd('/'), known.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
