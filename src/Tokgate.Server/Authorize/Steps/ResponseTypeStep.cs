using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>RFC 6749, 3.1.1: code, and nothing beside it.</summary>
internal sealed class ResponseTypeStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(
        draft.Parameters["response_type"] is not { } type ? OAuthError.InvalidRequest("The parameter response_type is missing.")
        : type != "code" ? new OAuthError("unsupported_response_type", "The response_type must be code.")
        : !draft.Client.Allows(GrantTypes.AuthorizationCode) ? OAuthError.UnauthorizedClient("The client may not use this grant type.")
        : null);
}
