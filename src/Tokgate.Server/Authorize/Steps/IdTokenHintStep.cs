using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>OpenID Connect Core, 3.1.2.1: an ID token of ours for this client. Its age does not matter, its signature does.</summary>
internal sealed class IdTokenHintStep(SigningKeyRing ring, Issuer issuer) : IAuthorizeStep
{
    public async ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Parameters["id_token_hint"] is not { } hint)
        {
            return null;
        }

        if (await SubjectOfAsync(hint, draft.Client.Id, cancellationToken) is not { } subject)
        {
            return OAuthError.InvalidRequest("The id_token_hint is not an ID token of this issuer for this client.");
        }

        if (draft.Request.Subject is { } other && !string.Equals(other, subject, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("The id_token_hint and the parameter claims name different subjects.");
        }

        draft.Request = draft.Request with { Subject = subject };
        return null;
    }

    private async ValueTask<string?> SubjectOfAsync(string hint, string clientId, CancellationToken cancellationToken)
    {
        // The type keeps access tokens and logout tokens out, which the same keys sign.
        if (SignedToken.Parse(hint) is not { KeyId: { } keyId } token || !string.Equals(token.Type, "JWT", StringComparison.OrdinalIgnoreCase)
            || token.Payload.Text("iss") != issuer.Value || token.Payload.Text("aud") != clientId || await ring.FindAsync(keyId, cancellationToken) is not { } key
            || !await JoseDoor.VerifyAsync(token, key.SecurityKey, SigningKey.Name(key.Algorithm)))
        {
            return null;
        }

        return token.Payload.Text("sub");
    }
}
