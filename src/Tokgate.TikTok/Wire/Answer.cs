using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>
/// An answer understood as far as both of TikTok's shapes go (Douyin's is <see cref="DouyinEnvelope"/>): a JSON object, or an error. The OAuth endpoints write <c>error</c> as a
/// string, the API writes it as an object that is there on success too; a gateway in front of either may answer in the other's shape, so
/// both are read everywhere. The body decides, not the status: TikTok sends errors with 200.
/// </summary>
internal sealed class Answer
{
    private const string Ok = "ok";

    /// <param name="reply">Where it came from.</param>
    /// <param name="root">What holds the members that were asked for.</param>
    /// <param name="logId">The body's; null leaves it to the header's.</param>
    /// <param name="error">Null when it is no refusal.</param>
    public Answer(WireReply reply, JsonElement root, string? logId, TikTokError? error)
    {
        Reply = reply;
        Root = root;
        LogId = logId ?? reply.HeaderLogId;
        Error = error;
    }

    public WireReply Reply { get; }

    public JsonElement Root { get; }

    public string? LogId { get; }

    public TikTokError? Error { get; }

    /// <exception cref="TikTokProtocolException">The body is no JSON object, or its error cannot be read.</exception>
    public static Answer Read(WireReply reply)
    {
        var root = StrictJson.ObjectOrNull(reply.Body) ?? throw reply.UnreadableBody();
        var logId = SafeText.Clean(root.StringOrNull("log_id") ?? root.StringOrNull("logid"), 100);

        if (!root.TryGetProperty("error", out var error))
        {
            return Accept(reply, root, logId);
        }

        switch (error.ValueKind)
        {
            case JsonValueKind.Null:
            case JsonValueKind.String when error.GetString() is "" or Ok:
                return Accept(reply, root, logId);
            case JsonValueKind.String:
                return Refused(reply, root, logId, error.GetString()!, root.StringOrNull("error_description")); // A string's text is never null.
            case JsonValueKind.Object:
                logId = SafeText.Clean(error.StringOrNull("log_id") ?? error.StringOrNull("logid"), 100) ?? logId;
                // v1 wrote the code as a number, 0 for success.
                return error.TextOrNull("code") switch
                {
                    null or "" => throw reply.UnreadableField("error.code", logId),
                    Ok or "0" => Accept(reply, root, logId),
                    var code => Refused(reply, root, logId, code, error.StringOrNull("message")),
                };
            default:
                throw reply.UnreadableField("error", logId);
        }
    }

    /// <summary>The refusal, or what is read of an answer that is none.</summary>
    public TikTokResult<T> To<T>(Func<Answer, T> read)
        where T : class => Error is null ? TikTokResult.Success(read(this), LogId) : TikTokResult.Failure<T>(Error);

    /// <param name="reply">Where it came from.</param>
    /// <param name="root">The body.</param>
    /// <param name="logId">The body's; null leaves it to the header's.</param>
    /// <param name="code">In TikTok's words.</param>
    /// <param name="description">In the service's.</param>
    /// <param name="number">Where the service has numbers.</param>
    public static Answer Refused(WireReply reply, JsonElement root, string? logId, string code, string? description, long? number = null) => new(
        reply,
        root,
        logId,
        new TikTokError
        {
            Code = code,
            Number = number,
            Description = description,
            Endpoint = reply.Endpoint,
            Status = (int)reply.Status,
            LogId = logId ?? reply.HeaderLogId,
            RetryAfter = reply.RetryAfter,
        });

    public TikTokProtocolException Lacks(string field) => Reply.UnreadableField(field, LogId);

    private static Answer Accept(WireReply reply, JsonElement root, string? logId) =>
        // A gateway's JSON page has neither an error of TikTok's nor anything we asked for. Tokens in hand are taken whatever the status.
        !reply.IsSuccessStatus && !root.TryGetProperty("access_token", out _) && !root.TryGetProperty("data", out _)
            ? throw reply.UnreadableBody(logId)
            : new Answer(reply, root, logId, null);
}
