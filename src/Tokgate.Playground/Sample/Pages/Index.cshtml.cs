using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.Playground.Sample.Tokens;
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

    public async Task OnGetAsync(string? notice)
    {
        var session = await HttpContext.AuthenticateAsync();
        if (session is { Succeeded: true, Principal.Identity: ClaimsIdentity identity })
        {
            Profile = new SignedInProfile(identity, session.Properties, await TokenEndpoints.FindGrantAsync(HttpContext), time.GetUtcNow());
        }

        Notice = Notices.Find(notice);
    }
}
