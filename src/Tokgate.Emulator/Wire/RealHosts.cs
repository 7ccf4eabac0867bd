namespace Tokgate.Emulator.Wire;

/// <summary>The names under which the real ones are found.</summary>
internal static class RealHosts
{
    public const string Web = "www.tiktok.com";
    public const string Api = "open.tiktokapis.com";
    public const string Douyin = "open.douyin.com";

    /// <summary>The API's first version, which TikTok has switched off. Its name is served so that an old client hears so here and sends nothing to the real one.</summary>
    public const string FormerApi = "open-api.tiktok.com";
}
