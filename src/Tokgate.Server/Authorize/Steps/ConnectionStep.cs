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
        return new(connections.For(draft.Client.Connections).Any(connection => string.Equals(connection.Name, name, StringComparison.Ordinal))
            ? null
            : OAuthError.InvalidRequest("There is no such connection for this client."));
    }
}
