namespace Tokgate.Emulator.Wire;

/// <summary>
/// What becomes of a challenge that came with a web redirect URI. TikTok documents no PKCE there, and what it does with one is not known;
/// clients in wide use send a challenge in base64url and then the verifier (Auth.js, arctic), or none (Nango), and are let in.
/// </summary>
internal enum WebPkce
{
    /// <summary>No verifier passes; one that is sent has to fit the challenge, in either spelling. So no client that works at TikTok fails here.</summary>
    Lenient,

    /// <summary>Challenge and verifier are not looked at.</summary>
    Ignored,

    /// <summary>The verifier has to be there and to fit, in either spelling.</summary>
    Required,
}
