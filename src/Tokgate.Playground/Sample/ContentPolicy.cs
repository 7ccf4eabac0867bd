using System.Globalization;

namespace Tokgate.Playground.Sample;

/// <summary>The Content-Security-Policy of the sample's pages: nothing inline, pictures from itself, TikTok's CDN (https) and the emulator.</summary>
internal sealed class ContentPolicy(Uri emulator)
{
    // No form-action: the sign-in form's answer redirects to TikTok, which 'self' would forbid.
    public string Value { get; } = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + string.Create(CultureInfo.InvariantCulture, $"img-src 'self' data: https: http://localhost:{emulator.Port} http://127.0.0.1:{emulator.Port}");
}
