using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>What of a code only the broker may know, as it stands in its row.</summary>
internal sealed class QrSeal(MasterKeyRing ring)
{
    // Neither TikTok's answers nor our own words have a line break: an address and a token cannot.
    private const char Separator = '\n';

    private readonly SealingKey seal = ring.Derive("qr-sign-ins");

    public byte[] Seal(TikTokQrCode code, byte[] hash) => Seal(hash, code.Content, code.Token.Reveal(), code.ClientTicket, code.State);

    public byte[] Seal(TikTokQrCodeCheck confirmed, byte[] hash) => Seal(hash, confirmed.Code!.Reveal(), confirmed.RedirectUri ?? ""); // confirmed, so it is there

    public bool TryOpen(QrSignIn signIn, byte[] hash, [NotNullWhen(true)] out TikTokQrCode? code)
    {
        code = Open(signIn.SealedCode, hash) is [var content, var token, var ticket, var state]
            ? new TikTokQrCode { Content = content, Token = QrCodeToken.From(token), ClientTicket = ticket, State = state }
            : null;
        return code is not null;
    }

    /// <param name="signIn">A confirmed one.</param>
    /// <param name="hash">Where it stands.</param>
    /// <param name="code">TikTok's, good once.</param>
    /// <param name="redirectUri">The one that TikTok picked; empty if it did not say.</param>
    public bool TryOpen(QrSignIn signIn, byte[] hash, [NotNullWhen(true)] out AuthorizationCode? code, out string redirectUri)
    {
        (code, redirectUri) = signIn.SealedResult is { } result && Open(result, hash) is [var text, var picked] ? (AuthorizationCode.From(text), picked) : (null, "");
        return code is not null;
    }

    private byte[] Seal(byte[] hash, params ReadOnlySpan<string> words)
    {
        var plain = Encoding.UTF8.GetBytes(string.Join(Separator, words));
        try
        {
            return seal.Seal(plain, hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private string[] Open(byte[] box, byte[] hash) => seal.TryOpen(box, hash, out var plain) ? Encoding.UTF8.GetString(plain).Split(Separator) : [];
}
