using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>Both come back byte for byte or are refused; nothing is cut.</summary>
internal sealed class StateAndNonceStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private const int MaxStateLength = 4096;
    private const int MaxNonceLength = 1024;

    private static OAuthError? Check(AuthorizeDraft draft)
    {
        var nonce = draft.Parameters["nonce"];
        draft.Request = draft.Request with { Nonce = nonce };
        return draft.Request.State?.Length > MaxStateLength ? OAuthError.InvalidRequest("The state is too long.")
            : nonce?.Length > MaxNonceLength ? OAuthError.InvalidRequest("The nonce is too long.")
            : null;
    }
}
