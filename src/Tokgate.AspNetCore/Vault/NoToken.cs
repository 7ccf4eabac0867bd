using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.AspNetCore;

/// <summary>The answer to a request that was not sent, since there is no token for it. It has the form of TikTok's own errors, which the caller reads anyway.</summary>
internal static class NoToken
{
    public static HttpResponseMessage Answer(HttpRequestMessage request, TokenAnswer answer)
    {
        var response = answer.IsReauthenticationRequired
            ? Answer(HttpStatusCode.Unauthorized, TikTokErrorCodes.AccessTokenInvalid, ErrorIds.SignInRequired, $"no request was sent, for there is no TikTok grant to send it with ({answer.Standing}). The person must sign in with TikTok.")
            : Answer(HttpStatusCode.ServiceUnavailable, TikTokErrorCodes.InternalError, ErrorIds.TokenUnavailable, $"no request was sent, for the access token is over and could not be refreshed yet ({answer.Cause}). Ask again later.");
        response.RequestMessage = request;
        response.Headers.RetryAfter = answer.RetryAfter is { } wait ? new RetryConditionHeaderValue(wait) : null;
        return response;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string code, string errorId, string message)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("data");
            json.WriteEndObject();
            json.WriteStartObject("error");
            json.WriteString("code", code);
            json.WriteString("message", $"{errorId}: {message}");
            json.WriteString("log_id", string.Empty);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new HttpResponseMessage(status) { Content = new StringContent(Encoding.UTF8.GetString(body.ToArray()), Encoding.UTF8, "application/json") };
    }
}
