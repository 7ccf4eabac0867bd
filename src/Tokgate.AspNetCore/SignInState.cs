using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>What a challenge writes into the state beside the framework's, and what the callback reads from it.</summary>
internal static class SignInState
{
    private const string ScopeItem = ".tiktok.scope";
    private const string ExpiresItem = ".tiktok.expires";

    public static void Note(AuthenticationProperties properties, TikTokScopes asked, DateTimeOffset until)
    {
        properties.Items[ScopeItem] = asked.ToString();
        properties.Items[ExpiresItem] = until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    }

    public static bool IsOver(AuthenticationProperties properties, DateTimeOffset now)
        => !properties.Items.TryGetValue(ExpiresItem, out var text)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            || now.ToUnixTimeMilliseconds() >= expires;

    public static void AddScopeClaims(ClaimsIdentity identity, AuthenticationProperties properties, TikTokScopes granted, (string Granted, string Refused) types, string issuer)
    {
        identity.AddClaims(granted.Select(scope => new Claim(types.Granted, scope, ClaimValueTypes.String, issuer)));
        if (properties.Items.TryGetValue(ScopeItem, out var asked) && asked is not null)
        {
            identity.AddClaims(TikTokScopes.Parse(asked)
                .Where(scope => !granted.Contains(scope))
                .Select(scope => new Claim(types.Refused, scope, ClaimValueTypes.String, issuer)));
        }

        properties.Items.Remove(ScopeItem);
        properties.Items.Remove(ExpiresItem);
    }
}
