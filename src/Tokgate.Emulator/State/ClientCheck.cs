using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.State;

/// <summary>Who is calling: <c>client_key</c> and <c>client_secret</c> in the form. The Authorization header is not looked at, as at TikTok.</summary>
internal static class ClientCheck
{
    /// <summary>The refusal, or null with the app found.</summary>
    public static Answer? Refuse(World world, Received request, FormFields form, WireProfile profile, out TikTokApp? app)
    {
        app = null;
        if (form["client_key"] is not { } clientKey)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        if (form["client_secret"] is not { } secret)
        {
            return OAuthAnswers.SecretMissing(request, profile);
        }

        app = world.Apps.Find(clientKey);
        return app is { IsDouyin: false } && app.HasSecret(secret) ? null : OAuthAnswers.BadClient(request, profile);
    }
}
