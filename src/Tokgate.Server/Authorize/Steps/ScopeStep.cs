using Tokgate.Server.Apis;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>
/// RFC 6749, 3.3. Words that the client may not ask for are ignored, as unknown ones are (OpenID Connect Core, 3.1.2.1); the token response says what is left. With an API that
/// the token shall be for (RFC 8707, 2) come the scopes that the client may have there.
/// </summary>
internal sealed class ScopeStep(ApiDirectory apis) : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private OAuthError? Check(AuthorizeDraft draft)
    {
        if (draft.Parameters["scope"] is not { } text || !Scope.TryParse(text, out var asked))
        {
            return OAuthError.InvalidScope("The scope is missing or malformed.");
        }

        var ofApi = OfApi(draft);
        draft.Request = draft.Request with
        {
            Scopes = [.. asked.Where(word => draft.Client.Scopes.Contains(word, StringComparer.Ordinal))],
            ApiScopes = [.. asked.Where(word => ofApi.Contains(word, StringComparer.Ordinal) && !UpstreamScopes.IsReserved(word) && !draft.Client.Scopes.Contains(word, StringComparer.Ordinal))],
        };
        return draft.Request.Scopes.Count + draft.Request.ApiScopes.Count == 0 ? OAuthError.InvalidScope("The client may ask for none of these scopes.") : null;
    }

    // To manage this broker is not a right that a client can pass on to whoever signs in to it: its scopes are for machines alone.
    private IReadOnlyList<string> OfApi(AuthorizeDraft draft) =>
        draft.Request.Audience is { } audience && audience != apis.Management.Audience
            ? draft.Client.Audiences.FirstOrDefault(one => string.Equals(one.Audience, audience, StringComparison.Ordinal))?.Scopes ?? []
            : [];
}
