using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Upstream;

/// <summary>A failure at TikTok in OAuth's words, for a program that has no page to be shown: what happened, whether waiting helps, and under which ids our page and TikTok's support know it.</summary>
internal sealed class UpstreamRefusal(ErrorPages pages)
{
    public OAuthError Of(Failure failure)
    {
        var logId = failure.LogId is { } text ? AllowedText.Of(text) : null;
        var description = $"{failure.ErrorId}: {AllowedText.Of(pages.Find(failure.ErrorId)?.Title ?? "TikTok did not sign the person in")}.{(logId is null ? "" : $" TikTok's log_id: {logId}.")}";

        // What waiting mends is ours or TikTok's; of the rest a code that TikTok does not take is the caller's, and a set-up that TikTok refuses the operator's.
        var (code, status) = failure switch
        {
            { RetryAfter: not null } => ("temporarily_unavailable", StatusCodes.Status503ServiceUnavailable),
            { ErrorId: ErrorIds.UpstreamCodeRefused or ErrorIds.UpstreamPkceRefused or ErrorIds.UpstreamRedirectUriRefused } => ("invalid_grant", StatusCodes.Status400BadRequest),
            _ => ("server_error", StatusCodes.Status502BadGateway),
        };
        return new OAuthError(code, description)
        {
            Status = status,
            RetryAfter = failure.RetryAfter,
            ErrorId = failure.ErrorId,
            LogId = logId,
        };
    }
}
