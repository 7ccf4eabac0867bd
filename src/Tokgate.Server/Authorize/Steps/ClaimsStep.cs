using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>The claims parameter (OpenID Connect Core, 5.5). Of its values one decides here: the subject that must be the one who signs in.</summary>
internal sealed class ClaimsStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private static OAuthError? Check(AuthorizeDraft draft)
    {
        if (draft.Parameters["claims"] is not { } json)
        {
            return null;
        }

        if (ClaimsRequest.Parse(json) is not { } claims)
        {
            return OAuthError.InvalidRequest("The parameter claims is malformed.");
        }

        draft.Request = draft.Request with { ClaimsRequest = json };
        if (claims.IdToken.TryGetValue("sub", out var subject) && subject.Values is [var wanted])
        {
            draft.Request = draft.Request with { Subject = wanted };
        }

        return null;
    }
}
