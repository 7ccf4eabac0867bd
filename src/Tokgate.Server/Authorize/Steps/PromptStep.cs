using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>OpenID Connect Core, 3.1.2.1: a list of known words, and none only alone.</summary>
internal sealed class PromptStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private static OAuthError? Check(AuthorizeDraft draft)
    {
        if (draft.Parameters["prompt"] is not { } text)
        {
            return null;
        }

        var words = text.Split(' ').Distinct(StringComparer.Ordinal).ToList();
        draft.Request = draft.Request with { Prompt = words };
        return words.Exists(static word => !PromptWords.All.Contains(word, StringComparer.Ordinal)) ? OAuthError.InvalidRequest("The prompt has an unknown value.")
            : words.Count > 1 && draft.Request.IsSilent ? OAuthError.InvalidRequest("The prompt none goes with no other.")
            : null;
    }
}
