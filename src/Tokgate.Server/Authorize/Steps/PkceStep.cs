using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>RFC 7636, 4.3 with S256 alone. Required by default, of public clients always.</summary>
internal sealed class PkceStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    /// <param name="draft">What was sent.</param>
    /// <param name="isRequired">Whatever the client needs by its own.</param>
    public static OAuthError? Check(AuthorizeDraft draft, bool isRequired = false)
    {
        var challenge = draft.Parameters["code_challenge"];
        var method = draft.Parameters["code_challenge_method"];
        if (challenge is null)
        {
            // Sent but empty is a challenge that somebody took out on its way.
            return isRequired || draft.Client.RequiresPkce || draft.Parameters.Has("code_challenge") || method is not null
                ? OAuthError.InvalidRequest("The parameter code_challenge is missing.")
                : null;
        }

        if (method != Pkce.Method)
        {
            return OAuthError.InvalidRequest("The code_challenge_method must be S256.");
        }

        draft.Request = draft.Request with { CodeChallenge = challenge };
        return Pkce.IsChallenge(challenge) ? null : OAuthError.InvalidRequest("The code_challenge is malformed.");
    }
}
