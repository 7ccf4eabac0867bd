using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Operations;

/// <summary>
/// In front of every page's endpoint, so that no new page can forget it (T-21): what is posted is a form, and it comes from a page of ours. The handle in the form and the
/// Lax cookie would each do; this is for the day on which one of them does not. Our pages send no referrer, for which browsers make their Origin "null".
/// </summary>
internal sealed class FormGate(RequestDelegate next, Issuer issuer, HostedPages pages)
{
    private readonly string origin = new Uri(issuer.Value).GetLeftPart(UriPartial.Authority);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || PeopleEndpoint.Of(context) is not { } endpoint)
        {
            return next(context);
        }

        if (!endpoint.TakesForeignForms && !IsOurs(request))
        {
            return pages.FailAsync(context, new Failure(ErrorIds.FormOfOtherSite, StatusCodes.Status403Forbidden));
        }

        if (request.ContentLength > RequestReader.MaxFormLength)
        {
            return pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, StatusCodes.Status413PayloadTooLarge));
        }

        return RequestReader.IsForm(request.ContentType) ? next(context) : pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, StatusCodes.Status400BadRequest));
    }

    private bool IsOurs(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"]
        && (request.Headers.Origin is [] or ["null"] || (request.Headers.Origin is [{ } from] && string.Equals(from, origin, StringComparison.Ordinal)));
}
