using Tokgate.Server.Protocol;

namespace Tokgate.Server.AccessTokens;

/// <summary>The opening of every endpoint that an access token opens (RFC 6750, 2): by header or, where the endpoint says so, by form; never by query, and not in two ways.</summary>
internal static class BearerRequest
{
    private const string Scheme = "Bearer ";
    private const string Parameter = "access_token";

    public static async ValueTask<(string? Token, OAuthError? Error)> ReadAsync(HttpContext context, bool mayUseForm)
    {
        var request = context.Request;
        if (request.QueryString.HasValue && (RequestReader.ReadQuery(request, out var query) is not null || query.Has(Parameter)))
        {
            return (null, OAuthError.BearerInvalidRequest("An access token belongs into the Authorization header; what stands in an address is logged on its way."));
        }

        var header = request.Headers.Authorization;
        if (header.Count > 1)
        {
            return (null, OAuthError.BearerInvalidRequest("There is more than one Authorization header."));
        }

        var byHeader = header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
        if (!mayUseForm || !HttpMethods.IsPost(request.Method) || !RequestReader.IsForm(request.ContentType))
        {
            return byHeader is null ? (null, OAuthError.BearerMissing) : (byHeader, null);
        }

        var (form, unreadable) = await RequestReader.ReadFormAsync(request, context.RequestAborted);
        if (unreadable is not null || form.Repeated is not null)
        {
            return (null, OAuthError.BearerInvalidRequest("The body is not correctly encoded, too large, or has a parameter twice."));
        }

        var byForm = form[Parameter];
        return byHeader is not null && form.Has(Parameter) ? (null, OAuthError.BearerInvalidRequest("The access token was sent in two ways."))
            : (byHeader ?? byForm) is { } token ? (token, null)
            : (null, OAuthError.BearerMissing);
    }
}
