using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>The opening of every endpoint that a client calls with a form: nothing in the query, no parameter twice, and a client that proves itself.</summary>
internal static class ClientRequest
{
    private static readonly string[] NeverInQuery =
        ["client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", "code", "code_verifier", "redirect_uri", "refresh_token", "token", "access_token", "scope"];

    public static async ValueTask<(AuthenticatedClient? Caller, Parameters Form, OAuthError? Error)> ReadAsync(HttpContext context, ClientAuthentication authentication)
    {
        var (form, faulty) = await ReadFormAsync(context.Request, NeverInQuery, context.RequestAborted);
        if (faulty is not null)
        {
            return (null, form, faulty);
        }

        var (caller, error) = await authentication.AuthenticateAsync(context.Request.Headers.Authorization, form, context.Connection.RemoteIpAddress, context.RequestAborted);
        return (caller, form, error);
    }

    /// <summary>The form alone, for an endpoint whose callers prove themselves in another way.</summary>
    /// <param name="request">The request.</param>
    /// <param name="neverInQuery">What must not stand in the address.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async ValueTask<(Parameters Form, OAuthError? Error)> ReadFormAsync(HttpRequest request, string[] neverInQuery, CancellationToken cancellationToken)
    {
        if (request.QueryString.HasValue && (RequestReader.ReadQuery(request, out var query) is not null || Array.Exists(neverInQuery, query.Has)))
        {
            return (Parameters.Empty, OAuthError.InvalidRequest("Parameters of this endpoint belong into the body; what stands in an address is logged on its way."));
        }

        var (form, unreadable) = await RequestReader.ReadFormAsync(request, cancellationToken);
        return (form, unreadable ?? (form.Repeated is { } repeated ? OAuthError.Repeated(repeated) : null));
    }
}
