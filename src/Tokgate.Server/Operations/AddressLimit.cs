using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Operations;

/// <summary>Turns away, before anything is read or written for it, what an address sends beyond its limit: with a page where people are, in protocol words elsewhere.</summary>
internal sealed class AddressLimit(RequestDelegate next, RequestLimits limits, HostedPages pages)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isBrowser = PeopleEndpoint.Is(context);
        if ((!isBrowser && !LimitedEndpoint.Is(context)) || limits.TakeAddress(context, isBrowser) is not { } wait)
        {
            return next(context);
        }

        if (isBrowser)
        {
            // Told by the tally; a line in log and trail for each would be a flood of its own.
            return pages.ShowFailureAsync(context, new Failure(ErrorIds.TooManyRequests, StatusCodes.Status429TooManyRequests) { RetryAfter = wait }, RandomId.New());
        }

        CrossOrigin.AllowRefusal(context);
        return ResponseWriter.WriteAsync(context, OAuthError.TooManyRequests(wait)).AsTask();
    }
}
