using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize;

/// <summary>One rung of the ladder. It reads its parameters, adds what they say to the typed request, or refuses.</summary>
internal interface IAuthorizeStep
{
    ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken);
}
