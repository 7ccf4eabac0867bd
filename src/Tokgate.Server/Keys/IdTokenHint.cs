using Tokgate.Server.Protocol;

namespace Tokgate.Server.Keys;

/// <summary>
/// An ID token of ours that came back to say whom a request is about (OpenID Connect Core, 3.1.2.1; RP-Initiated Logout, 2). Its age does not matter, its signature does.
/// </summary>
internal sealed record IdTokenHint(string Subject, string Audience, string? SessionId)
{
    public static async ValueTask<IdTokenHint?> VerifyAsync(string compact, SigningKeyRing ring, Issuer issuer, CancellationToken cancellationToken)
    {
        // The type keeps access tokens and logout tokens out, which the same keys sign.
        if (SignedToken.Parse(compact) is not { KeyId: { } keyId } token || !string.Equals(token.Type, JoseDoor.IdTokenType, StringComparison.OrdinalIgnoreCase)
            || token.Payload.Text("iss") != issuer.Value || await ring.FindAsync(keyId, cancellationToken) is not { } key
            || !await JoseDoor.VerifyAsync(token, key.SecurityKey, SigningKey.Name(key.Algorithm)))
        {
            return null;
        }

        return token.Payload.Text("sub") is { } subject && token.Payload.Text("aud") is { } audience ? new IdTokenHint(subject, audience, token.Payload.Text("sid")) : null;
    }
}
