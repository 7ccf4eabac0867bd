using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>OpenID Connect Core, 6 and 7.2.1: request objects and self-registration are refused and not ignored, because what they say would be missing.</summary>
internal sealed class RequestObjectStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(
        draft.Parameters["request"] is not null ? new OAuthError("request_not_supported", "Request objects are not supported.")
        : draft.Parameters["request_uri"] is not null ? new OAuthError("request_uri_not_supported", "Only request URIs that were given out here are supported.")
        : draft.Parameters["registration"] is not null ? new OAuthError("registration_not_supported", "The registration parameter is not supported.")
        : draft.Client.RequiresPushedRequest && !draft.IsPushed ? OAuthError.InvalidRequest("The client must push its request.")
        : null);
}
