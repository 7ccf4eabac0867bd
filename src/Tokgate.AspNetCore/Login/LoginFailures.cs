using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore.Login;

/// <summary>
/// Leads a sign-in that failed back to where it began, with words that a page can show and support can look up, where the application does nothing else. Only sign-ins
/// that our own address began: a page that challenges whoever comes would otherwise begin the next one at once, in a circle.
/// </summary>
internal static class LoginFailures
{
    private const string Mark = ".tiktok.login";
    private const string Code = "tiktok_error";
    private const string ErrorId = "tiktok_error_id";
    private const string LogId = "tiktok_log_id";

    public static AuthenticationProperties Begin(string address)
    {
        var properties = new TikTokChallengeProperties { RedirectUri = address };
        properties.Items[Mark] = "";
        return properties;
    }

    public static void Attach(TikTokOptions options)
    {
        var (failed, denied) = (options.Events.OnRemoteFailure, options.Events.OnAccessDenied);
        options.Events.OnRemoteFailure = async context =>
        {
            await failed(context).ConfigureAwait(false);
            if (context.Result is null && context.Properties?.Items.ContainsKey(Mark) == true)
            {
                var failure = context.Failure as TikTokAuthenticationException;
                Send(context.HttpContext, context.Properties.RedirectUri, CodeOf(failure), failure?.ErrorId, failure?.Error?.LogId);
                context.HandleResponse();
            }
        };
        options.Events.OnAccessDenied = async context =>
        {
            await denied(context).ConfigureAwait(false);

            // TikTok's apps leave the state out of a cancel; then nothing says which address began, and nobody but a person leads here.
            if (context.Result is null && !context.AccessDeniedPath.HasValue && (context.ReturnUrl is null || context.Properties?.Items.ContainsKey(Mark) == true))
            {
                Send(context.HttpContext, context.ReturnUrl, TikTokErrorCodes.AccessDenied, ErrorIds.SignInRefused, logId: null);
                context.HandleResponse();
            }
        };
    }

    /// <summary>A page's own parameters, without what an earlier failure added.</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> Without(IQueryCollection query) => query.Where(static parameter => parameter.Key is not (Code or ErrorId or LogId));

    private static string CodeOf(TikTokAuthenticationException? failure) => failure switch
    {
        { Error.Code: { Length: > 0 and <= 64 } code } when code.All(static letter => letter is '_' or (>= 'a' and <= 'z')) => code,
        { ErrorId: ErrorIds.TikTokUnavailable } => "temporarily_unavailable",
        _ => "sign_in_failed",
    };

    private static void Send(HttpContext context, string? address, string code, string? errorId, string? logId)
    {
        var parameters = new List<KeyValuePair<string, string>> { new(Code, code) };
        if (errorId is not null)
        {
            parameters.Add(new(ErrorId, errorId));
        }

        if (logId is { Length: > 0 and <= 64 } && logId.All(char.IsAsciiLetterOrDigit))
        {
            parameters.Add(new(LogId, logId));
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(LocalAddress.With(LocalAddress.Of(context.Request, [address]) ?? "/", parameters));
    }
}
