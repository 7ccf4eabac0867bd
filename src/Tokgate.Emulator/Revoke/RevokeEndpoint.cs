using Tokgate.Emulator.State;
using Tokgate.Emulator.Webhooks;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Revoke;

/// <summary><c>POST /v2/oauth/revoke/</c>.</summary>
/// <remarks>
/// Ends the whole authorization, as "the app disappears from the person's connected apps" says: every token of this person and app dies.
/// A token that is unknown, dead or another app's is refused as malformed; TikTok documents no text for it.
/// </remarks>
internal sealed class RevokeEndpoint(World world, AuthorizationRemoval removal)
{
    private const int DeveloperRevoked = 5;

    public Answer Handle(Received request)
    {
        var profile = world.Profile;
        if (request.ReadForm() is not { Doubled: null } form)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        if (ClientCheck.Refuse(world, request, form, profile, out var app) is { } refusal)
        {
            return refusal;
        }

        if (form["token"] is not { } token || FindAuthorization(token, request.Now, profile) is not { } authorization
            || authorization.ClientKey != app!.ClientKey)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        removal.Remove(authorization, DeveloperRevoked);
        return Answer.Json(200, profile.EmptyRevokeBody ? [] : "{}"u8.ToArray());
    }

    private Authorization? FindAuthorization(string token, DateTimeOffset now, WireProfile profile)
    {
        if (world.AccessTokens.Find(token) is { } access && access.IsAlive(now))
        {
            return access.Authorization;
        }

        return profile.RevokeAcceptsRefreshToken && world.RefreshTokens.Find(token) is { } refresh && refresh.IsAlive(now)
            ? refresh.Authorization
            : null;
    }
}
