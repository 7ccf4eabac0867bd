using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>RFC 9457: how the management API says no. What OAuth says about the token itself stays in its header.</summary>
internal static class Problem
{
    public static async ValueTask WriteAsync(HttpContext context, OAuthError error)
    {
        // Status and headers are OAuth's; the body is then ours.
        ResponseWriter.WriteHeaders(context, error);
        await ResponseWriter.WriteAsync(context, error.Status, error, static (json, error) =>
        {
            json.WriteString("type"u8, "about:blank"u8);
            json.WriteNumber("status"u8, error.Status);
            json.WriteString("title"u8, Title(error.Status));
            json.WriteString("detail"u8, error.Description);
            json.WriteString("code"u8, error.ErrorId ?? error.Code);
        }, "application/problem+json");
    }

    public static OAuthError NotFound { get; } = new("not_found", "There is no such thing.") { Status = StatusCodes.Status404NotFound };

    private static string Title(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Unauthorized",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "Not Found",
        StatusCodes.Status409Conflict => "Conflict",
        StatusCodes.Status429TooManyRequests => "Too Many Requests",
        StatusCodes.Status503ServiceUnavailable => "Service Unavailable",
        _ => "Bad Request",
    };
}
