namespace Tokgate.Server.Dashboard.Connections;

/// <summary>What people enter in TikTok's developer portal, in its words.</summary>
internal static class TikTokPortal
{
    /// <summary>What the portal calls redirect domain: the host of the redirect URI, and nothing before or after it.</summary>
    public static string DomainOf(string? callback) => Uri.TryCreate(callback, UriKind.Absolute, out var address) ? address.Host : "";

    /// <summary>Whether the portal takes the redirect URI under Web; loopback it takes only under Desktop.</summary>
    public static bool IsWeb(string? callback) => Uri.TryCreate(callback, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && !address.IsLoopback;
}
