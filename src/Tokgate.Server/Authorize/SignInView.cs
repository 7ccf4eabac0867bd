using Tokgate.Server.Authorize.Steps;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize;

internal sealed record SignInView(string Application, IReadOnlyList<SignInChoice> Choices)
{
    // The same request again, with the choice beside it: relative, so it stays under the issuer's path and on this host. What the request says itself must not stand there twice.
    public static SignInView Of(HttpRequest request, Client client, AuthorizationRequest asked, IEnumerable<Connection> connections) => new(client.Name, [.. connections.Select(connection =>
    {
        var again = asked.Connection is null ? $"{request.QueryString.Value}&connection={connection.Name}" : request.QueryString.Value!; // a request has parameters
        var choosesMethod = asked.WantsQrCode is null && connection.Config.OffersQrCode;
        return new SignInChoice(connection.Name, choosesMethod ? $"{again}&{MethodStep.Name}={MethodStep.Redirect}" : again, choosesMethod ? $"{again}&{MethodStep.Name}={MethodStep.QrCode}" : null, connection.IsDouyin);
    })]);
}
