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

        if (await IdTokenHint.VerifyAsync(hint, ring, issuer, cancellationToken) is not { Subject: var subject } verified || !string.Equals(verified.Audience, draft.Client.Id, StringComparison.Ordinal))
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
}
