using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>By query or by form_post (OAuth 2.0 Form Post Response Mode). An answer to a mode that we do not have goes by query.</summary>
internal sealed class ResponseModeStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private static OAuthError? Check(AuthorizeDraft draft)
    {
        switch (draft.Parameters["response_mode"])
        {
            case null or "query":
                return null;
            case "form_post":
                draft.Request = draft.Request with { ResponseMode = ResponseMode.FormPost };
                return null;
            default:
                return OAuthError.InvalidRequest("The response_mode must be query or form_post.");
        }
    }
}
