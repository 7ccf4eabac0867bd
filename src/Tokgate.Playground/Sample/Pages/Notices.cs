namespace Tokgate.Playground.Sample.Pages;

/// <summary>What the start page can say at its top, by the name that stands in its address; other names say nothing.</summary>
internal static class Notices
{
    private static readonly Dictionary<string, string> s_texts = new(StringComparer.Ordinal)
    {
        ["expired"] = "That page had been open for too long. Try again.",
        ["refreshed"] = "Refreshed: the tokens below are new, and TikTok has retired the old refresh token. The generation went up by one.",
        ["over"] = "TikTok gives no new tokens for this grant any more. What happened, and what helps, stands below.",
        ["unanswered"] = "TikTok did not answer, so the refresh token may be spent. The vault has written that down and tries again by itself; look again in a few seconds.",
        ["refused"] = "TikTok refused for another reason than the refresh token, such as a fault of its own. The grant stays; try again in a minute.",
        ["disconnected"] = "Disconnected: TikTok has ended the authorization, and the vault has destroyed the tokens and the key that sealed them.",
        ["disconnecting"] = "Disconnected here. TikTok could not be told yet; the vault goes on trying for three days.",
        ["removed"] = "As if you had removed this application in TikTok's own app: TikTok has ended both tokens. The application learns of it when it next needs TikTok: press Refresh now.",
        ["unknown"] = "TikTok has no authorization for this application any more: there is nothing to remove.",
    };

    public static string? Find(string? name) => name is null ? null : s_texts.GetValueOrDefault(name);
}
