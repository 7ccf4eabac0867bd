using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary>What every call of Douyin's OAuth begins with: the parameters that it needs, once each, and an app of Douyin's.</summary>
internal static class DouyinClientCheck
{
    /// <summary>The refusal, or null with the app found.</summary>
    public static Answer? Refuse(World world, Received request, FormFields? form, ReadOnlySpan<string> needed, out TikTokApp? app)
    {
        app = null;
        if (form is not { Doubled: null })
        {
            return DouyinAnswers.Malformed(request);
        }

        foreach (var name in needed)
        {
            if (form[name] is null)
            {
                return DouyinAnswers.Missing(request);
            }
        }

        if (form["client_key"] is not { } clientKey)
        {
            return DouyinAnswers.Missing(request);
        }

        app = world.Apps.Find(clientKey);
        return app is { IsDouyin: true } ? null : DouyinAnswers.UnknownClient(request);
    }
}
