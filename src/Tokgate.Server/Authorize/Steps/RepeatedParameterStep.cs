using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>RFC 6749, 3.1: nothing stands twice, known or unknown.</summary>
internal sealed class RepeatedParameterStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) =>
        new(draft.Parameters.Repeated is { } name ? OAuthError.Repeated(name) : null);
}
