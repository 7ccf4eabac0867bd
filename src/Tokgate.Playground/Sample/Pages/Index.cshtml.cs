using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.TikTok;

namespace Tokgate.Playground.Sample.Pages;

internal sealed class IndexModel(TimeProvider time) : PageModel
{
    public static IReadOnlyList<AskableScope> Askable { get; } =
    [
        new(TikTokScopeNames.UserInfoBasic, "name and picture", Checked: true, Required: true),
        new(TikTokScopeNames.UserInfoProfile, "username, bio, verified", Checked: true),
        new(TikTokScopeNames.UserInfoStats, "follower and like counts", Checked: true),
        new(TikTokScopeNames.VideoList, "public videos"),
    ];

    public SignedInProfile? Profile { get; private set; }

    public string? Notice { get; private set; }

    public async Task OnGetAsync(string? refresh, bool expired)
    {
        var session = await HttpContext.AuthenticateAsync();
        if (session is { Succeeded: true, Principal.Identity: ClaimsIdentity identity })
        {
            Profile = new SignedInProfile(identity, session.Properties, time.GetUtcNow());
        }

        Notice = (refresh, expired) switch
        {
            ("done", _) => "Refreshed: the tokens below are new, and TikTok has retired the old refresh token.",
            ("over", _) => "TikTok did not refresh the tokens: the refresh token is spent, expired or revoked. Sign in again to get new ones.",
            ("unanswered", _) => "TikTok did not answer, so the refresh token may be spent. Try once more; if TikTok then refuses it, sign in again.",
            ("refused", _) => "TikTok refused for another reason than the refresh token, such as a fault of its own. The tokens below stay; try again in a minute.",
            (_, true) => "That page had been open for too long. Try again.",
            _ => null,
        };
    }
}
