using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>
/// Opens Douyin's answers: what was asked for is in <c>data</c>. An error is a number other than 0, in <c>data.error_code</c> or, at newer calls, in <c>err_no</c>;
/// either may be written as a string. The HTTP status is 200 for both.
/// </summary>
internal static class DouyinEnvelope
{
    /// <exception cref="TikTokProtocolException">The body is no JSON object, or says neither yes nor no.</exception>
    public static Answer Open(WireReply reply)
    {
        var root = StrictJson.ObjectOrNull(reply.Body) ?? throw reply.UnreadableBody();
        var data = root.ObjectOrNull("data");
        var logId = LogIdOf(root, data);
        var inData = Number(reply, data, "error_code", logId);
        var inRoot = Number(reply, root, "err_no", logId);
        var number = inData is null or 0 ? inRoot ?? inData : inData;
        if (number is not (null or 0))
        {
            return Answer.Refused(
                reply, root, logId, DouyinNumbers.CodeOf(number.Value, reply.Endpoint), inData is null or 0 ? Text(root, "err_msg") : Text(data, "description"), number);
        }

        // A gateway's JSON page, or a refusal without its number.
        return data is { } given && (number is 0 || root.StringOrNull("message") is not "error")
            ? new Answer(reply, given, logId, null)
            : throw (reply.IsSuccessStatus ? reply.UnreadableField(data is null ? "data" : "data.error_code", logId) : reply.UnreadableBody(logId));
    }

    private static long? Number(WireReply reply, JsonElement? element, string name, string? logId) => element is not { } it || it.IsAbsent(name)
        ? null
        : it.Int64OrNull(name) ?? throw reply.UnreadableField(name, logId);

    private static string? LogIdOf(JsonElement root, JsonElement? data)
    {
        var extra = root.ObjectOrNull("extra");
        return SafeText.Clean(Text(root, "log_id") ?? Text(data, "log_id") ?? Text(extra, "logid") ?? Text(extra, "log_id"), 100);
    }

    private static string? Text(JsonElement? element, string name) => element?.StringOrNull(name);
}
