using System.Text;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Faults;

/// <summary>What a spoilt answer looks like, in the shape of the endpoint it stands for.</summary>
internal static class FaultAnswers
{
    /// <summary>Takes the true answer when the effect has taken place, else null.</summary>
    public static Answer Spoil(Fault fault, Received request, Answer? answered) => fault.Kind switch
    {
        FaultKind.Status => Status(fault, request, fault.Status ?? 500),
        FaultKind.Body => new Answer { Status = fault.Status ?? 200, Body = Encoding.UTF8.GetBytes(fault.Body ?? "") },
        FaultKind.Html => new Answer
        {
            Status = fault.Status ?? 502,
            ContentType = Answer.HtmlType,
            Body = Encoding.UTF8.GetBytes(fault.Body ?? "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"),
        },
        FaultKind.Truncated => Truncate(fault, answered),
        FaultKind.RateLimit => WithRetryAfter(Status(fault, request, 429), fault.RetryAfterSeconds),
        _ => answered ?? throw new InvalidOperationException($"{fault.Kind} has no answer of its own."),
    };

    public static Answer Truncate(Fault fault, Answer? answered)
    {
        var whole = fault.Body is not null ? Encoding.UTF8.GetBytes(fault.Body) : answered?.Body is { Length: > 1 } body ? body : "{\"access_token\":\"act.trunc"u8.ToArray();
        return new Answer { Status = fault.Status ?? answered?.Status ?? 200, Body = whole[..(whole.Length / 2)] };
    }

    private static Answer Status(Fault fault, Received request, int status)
    {
        if (fault.Body is not null)
        {
            return new Answer { Status = status, Body = Encoding.UTF8.GetBytes(fault.Body) };
        }

        if (Paths.IsDouyin(request.Path))
        {
            var (number, description) = status == 429 ? (DouyinAnswers.TooOften, "请求过于频繁") : (DouyinAnswers.Busy, "系统繁忙，此时请开发者稍候再试");
            return Answer.Json(status, DouyinAnswers.Error(request, number, description).Body);
        }

        var isApi = request.Path is Paths.UserInfo or Paths.VideoList or Paths.VideoQuery;
        var (apiCode, oauthCode, text) = status switch
        {
            429 => ("rate_limit_exceeded", "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later."),
            503 => ("internal_error", "temporarily_unavailable", "The service is temporarily unavailable."),
            _ => ("internal_error", "server_error", "Internal error."),
        };
        return isApi
            ? ApiAnswers.Error(request, status, apiCode, text)
            : Answer.Json(status, OAuthAnswers.Error(request, WireProfile.Current, oauthCode, text).Body);
    }

    private static Answer WithRetryAfter(Answer answer, int? seconds) =>
        new() { Status = answer.Status, ContentType = answer.ContentType, Body = answer.Body, RetryAfterSeconds = seconds };
}
