using Tokgate.Server.Protocol;
using Tokgate.Server.UserInfo;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>
/// The API that the tokens are for: "resource" as RFC 8707 calls it, "audience" as Auth0's clients send it. One that the client may not ask for is refused and not
/// left out, or the client would carry a token there that the API does not take. Our own UserInfo is an audience of every token.
/// </summary>
internal sealed class AudienceStep(Issuer issuer) : IAuthorizeStep
{
    private readonly string userInfo = issuer.At(UserInfoEndpoints.Path);

    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private OAuthError? Check(AuthorizeDraft draft)
    {
        var (audience, resource) = (draft.Parameters["audience"], draft.Parameters["resource"]);
        if (audience is not null && resource is not null && !string.Equals(audience, resource, StringComparison.Ordinal))
        {
            return OAuthError.InvalidTarget("The audience and the resource differ.");
        }

        if ((audience ?? resource) is not { } wanted || string.Equals(wanted, issuer.Value, StringComparison.Ordinal) || string.Equals(wanted, userInfo, StringComparison.Ordinal))
        {
            return null;
        }

        draft.Request = draft.Request with { Audience = wanted };
        return draft.Client.Audiences.Any(one => string.Equals(one.Audience, wanted, StringComparison.Ordinal)) ? null : OAuthError.InvalidTarget("The client may not ask for this audience.");
    }
}
