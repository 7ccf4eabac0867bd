using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>Which endpoint a request meant, even if its path, method or host is not quite right.</summary>
internal sealed record Destination(CheckedEndpoints Endpoint, string Name)
{
    private static readonly (string Path, string Method, CheckedEndpoints Endpoint, string Name)[] Known =
    [
        (Paths.Token, "POST", CheckedEndpoints.Token, "token"),
        (Paths.UserInfo, "GET", CheckedEndpoints.UserInfo, "user info"),
        (Paths.Authorize, "GET", CheckedEndpoints.Authorize, "authorize"),
        (Paths.Revoke, "POST", CheckedEndpoints.Revoke, "revoke"),
        (Paths.GetQrCode, "POST", CheckedEndpoints.GetQrCode, "get_qrcode"),
        (Paths.CheckQrCode, "POST", CheckedEndpoints.CheckQrCode, "check_qrcode"),
        (Paths.VideoList, "POST", CheckedEndpoints.VideoList, "video list"),
        (Paths.VideoQuery, "POST", CheckedEndpoints.VideoQuery, "video query"),
    ];

    private static readonly string[] VersionOnePaths =
    [
        "/platform/oauth/connect", "/oauth/access_token", "/oauth/refresh_token", "/oauth/revoke", "/oauth/userinfo", "/user/info", "/auth/authorize",
        "/video/list", "/video/query", "/v0/oauth/get_qrcode", "/v0/oauth/check_qrcode", "/oauth/get_qrcode", "/oauth/check_qrcode",
    ];

    // What browsers and their tools ask for by themselves.
    private static readonly string[] AskedByBrowsers = ["/favicon.ico", "/robots.txt", "/apple-touch-icon", "/.well-known/appspecific/", "/health/"];

    public static readonly Destination Nowhere = new(CheckedEndpoints.None, "");

    /// <summary>The path as TikTok has it, or null.</summary>
    public string? Path { get; init; }

    public string Method { get; init; } = "";

    /// <summary>Only the final slash is missing.</summary>
    public bool LacksSlash { get; init; }

    public bool IsVersionOne { get; init; }

    /// <summary>A path that TikTok's v1 and Douyin share, at no host that tells them apart, and something here answers it.</summary>
    public bool MayBeDouyin { get; init; }

    public static Destination Of(Received request, string host, int status)
    {
        var path = request.Path;
        if (IsDouyin(host) || (status == 421 && !IsTikTok(host)))
        {
            return Nowhere;
        }

        if (path == Paths.Consent || path == Paths.Scan || path == Paths.Phone)
        {
            return new(path == Paths.Consent ? CheckedEndpoints.Consent : CheckedEndpoints.Phone, "phone");
        }

        if (path.StartsWith(Paths.Control, StringComparison.Ordinal) || path == "/" || IsErrorPage(request) || Array.Exists(AskedByBrowsers, it => path.StartsWith(it, StringComparison.Ordinal)))
        {
            return Nowhere;
        }

        foreach (var (known, method, endpoint, name) in Known)
        {
            if (path == known || (path.Length == known.Length - 1 && known.StartsWith(path, StringComparison.Ordinal)))
            {
                return new(endpoint, name) { Path = known, Method = method, LacksSlash = path.Length < known.Length };
            }
        }

        var trimmed = path.TrimEnd('/');
        if (host == RealHosts.Web && !path.StartsWith("/v2/", StringComparison.Ordinal) && !VersionOnePaths.Contains(trimmed, StringComparer.Ordinal)
            && !path.StartsWith("/.well-known/", StringComparison.Ordinal))
        {
            return Nowhere; // somebody looks at TikTok's site
        }

        return new(CheckedEndpoints.Elsewhere, "elsewhere")
        {
            IsVersionOne = VersionOnePaths.Contains(trimmed, StringComparer.Ordinal),
            MayBeDouyin = status != 404 && !IsTikTok(host) && Paths.IsDouyin(trimmed + "/"),
        };
    }

    public static bool IsTikTok(string host) => host.EndsWith(".tiktok.com", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".tiktokapis.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>TikTok's page that tells what was wrong with the request before, under the same address.</summary>
    private static bool IsErrorPage(Received request) =>
        request.Path.StartsWith(Paths.AuthorizeWithoutSlash, StringComparison.Ordinal) && request.Query is { } query
        && query["error"] is not null && query["error_type"] is not null;

    private static bool IsDouyin(string host) => host.EndsWith(".douyin.com", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".snssdk.com", StringComparison.OrdinalIgnoreCase);
}
