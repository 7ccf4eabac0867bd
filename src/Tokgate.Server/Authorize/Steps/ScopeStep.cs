using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>RFC 6749, 3.3. Words that the client may not ask for are ignored, as unknown ones are (OpenID Connect Core, 3.1.2.1); the token response says what is left.</summary>
internal sealed class ScopeStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private static OAuthError? Check(AuthorizeDraft draft)
    {
        if (draft.Parameters["scope"] is not { } text || !Scope.TryParse(text, out var asked))
        {
            return OAuthError.InvalidScope("The scope is missing or malformed.");
        }

        draft.Request = draft.Request with { Scopes = [.. asked.Where(word => draft.Client.Scopes.Contains(word, StringComparer.Ordinal))] };
        return draft.Request.Scopes.Count == 0 ? OAuthError.InvalidScope("The client may ask for none of these scopes.") : null;
    }
}
