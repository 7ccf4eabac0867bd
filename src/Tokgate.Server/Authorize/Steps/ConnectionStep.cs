using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>Which connection, if the client chose one: by the parameter that Auth0 has for it.</summary>
internal sealed class ConnectionStep(ConnectionDirectory connections) : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Parameters["connection"] is not { } name)
        {
            return new((OAuthError?)null);
        }

        draft.Request = draft.Request with { Connection = name };
        return new(connections.Find(name) is not { } connection || draft.Client.Connections?.Contains(name, StringComparer.Ordinal) == false ? OAuthError.InvalidRequest("There is no such connection for this client.")
            : connection.Config.IsActiveForAuthentication ? null
            : OAuthError.InvalidRequest($"{ErrorIds.ConnectionInactive}: The connection is not active for authentication.") with { ErrorId = ErrorIds.ConnectionInactive });
    }
}
