using Tokgate.Server.Clients;
using Tokgate.Server.Connections;

namespace Tokgate.Server.Authorize;

internal sealed record SignInView(string Application, IReadOnlyList<KeyValuePair<string, string>> Choices)
{
    // The same request again, with the choice beside it: relative, so it stays under the issuer's path and on this host.
    public static SignInView Of(HttpRequest request, Client client, IEnumerable<Connection> connections) =>
        new(client.Name, [.. connections.Select(connection => KeyValuePair.Create(connection.Name, $"{request.QueryString.Value}&connection={connection.Name}"))]);
}
