namespace Tokgate.TikTok.Tests;

/// <summary>The fixed cast.</summary>
internal static class The
{
    public const string ClientKey = "awtest0000000001";
    public const string Secret = "client-secret-never-to-be-seen";
    public const string RedirectUri = "https://app.example/callback";
    public const string Token = "act.never-to-be-seen!1234.va";
    public const string Refresh = "rft.never-to-be-seen!1234.va";
    public const string OpenId = "-000abcdefghijklmnopqrstuvwxyz0123456";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static TikTokScopes Everything { get; } = TikTokScopes.Of("user.info.basic", "user.info.profile", "user.info.stats", "video.list");

    public static TikTokClientOptions Options() => new() { ClientKey = ClientKey, ClientSecret = ClientSecret.From(Secret) };

    public static TikTokAuthorizationRequest Request() =>
        new() { RedirectUri = RedirectUri, Scopes = TikTokScopes.Of("user.info.basic", "video.list"), State = "state-1" };
}
