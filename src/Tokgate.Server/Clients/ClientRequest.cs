using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>The opening of every endpoint that a client calls with a form: nothing in the query, no parameter twice, and a client that proves itself.</summary>
internal static class ClientRequest
{
    private static readonly string[] NeverInQuery =
        ["client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", "code", "code_verifier", "redirect_uri", "refresh_token", "token", "access_token", "scope"];

    public static async ValueTask<(AuthenticatedClient? Caller, Parameters Form, OAuthError? Error)> ReadAsync(HttpContext context, ClientAuthentication authentication)
    {
        var request = context.Request;
        if (request.QueryString.HasValue && (RequestReader.ReadQuery(request, out var query) is not null || Array.Exists(NeverInQuery, query.Has)))
        {
            return (null, Parameters.Empty, OAuthError.InvalidRequest("Parameters of this endpoint belong into the body; what stands in an address is logged on its way."));
        }

        var (form, unreadable) = await RequestReader.ReadFormAsync(request, context.RequestAborted);
        if (unreadable is not null)
        {
            return (null, form, unreadable);
        }

        if (form.Repeated is { } repeated)
        {
            return (null, form, OAuthError.Repeated(repeated));
        }

        var (caller, error) = await authentication.AuthenticateAsync(request.Headers.Authorization, form, context.Connection.RemoteIpAddress, context.RequestAborted);
        return (caller, form, error);
    }
}
