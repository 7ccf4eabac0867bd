using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace Tokgate.Server.Trials;

/// <summary>Writes every request of one trial and its answer on the timeline, and remembers what TikTok issued, so that it can be given back whatever comes after.</summary>
internal sealed class TrialRecorder(TrialTimeline timeline, TimeProvider time) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private const int MaxAnswer = 1024 * 1024;

    public string? AccessToken { get; private set; }

    public string? OpenId { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!; // TikTok's client sets it
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = timeline.Request(request.Method.Method, address, Pairs(form), request.Headers.Authorization is not null);
        var name = NameOf(address);
        var (at, began) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var refusal = Learn(body, isExchange: name == TrialSteps.Exchange);
            var step = timeline.Add(name, at, time.GetElapsedTime(began), response.IsSuccessStatusCode && refusal is null);
            step["request"] = asked;
            step["answer"] = timeline.Answer((int)response.StatusCode, body);
            if (response.Headers.TryGetValues("x-tt-logid", out var ids))
            {
                step["log_id"] = timeline.Text(string.Concat(ids.Take(1)));
            }

            return response;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            var step = timeline.Add(name, at, time.GetElapsedTime(began), isFine: false, exception is OperationCanceledException ? "TikTok did not answer in time." : "TikTok could not be reached, or the connection broke.");
            step["request"] = asked;
            throw;
        }
    }

    private static string NameOf(Uri address) =>
        address.AbsolutePath.Contains("/oauth/revoke", StringComparison.Ordinal) ? TrialSteps.Revoke
        : address.AbsolutePath.Contains("/oauth/token", StringComparison.Ordinal) ? TrialSteps.Exchange
        : TrialSteps.UserInfo;

    /// <summary>The code of an error in it, if it is one.</summary>
    private string? Learn(string body, bool isExchange)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject answer)
            {
                return null;
            }

            foreach (var name in (string[])["access_token", "refresh_token"])
            {
                timeline.Hide(TextOf(answer[name]));
            }

            if (isExchange && TextOf(answer["access_token"]) is { Length: > 0 } token)
            {
                (AccessToken, OpenId) = (token, TextOf(answer["open_id"]));
            }

            var code = answer["error"] is JsonObject error ? TextOf(error["code"]) : TextOf(answer["error"]);
            return code is null or "" or "ok" or "0" ? null : code;
        }
        catch (JsonException)
        {
            return null; // the answer's reader says what it is
        }
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string form)
    {
        var pairs = HttpUtility.ParseQueryString(form);
        return pairs.AllKeys.OfType<string>().Select(name => KeyValuePair.Create(name, pairs[name] ?? ""));
    }
}
