using System.Text.Json.Nodes;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>An event as pages show it: what happened in words, and what to do about it.</summary>
internal sealed record LogLine
{
    public required string Id { get; init; }

    public DateTimeOffset? At { get; init; }

    public required string Event { get; init; }

    public required string Words { get; init; }

    public EventTone Tone { get; init; }

    /// <value>Null if there is none.</value>
    public string? Cause { get; init; }

    public string? CauseWords { get; init; }

    public string? ErrorId { get; init; }

    /// <value>Of the error, from its page.</value>
    public string? Title { get; init; }

    public string? Advice { get; init; }

    public string? TikTokLogId { get; init; }

    public string? ClientId { get; init; }

    public string? ClientName { get; init; }

    public string? Connection { get; init; }

    public string? UserId { get; init; }

    public string? FlowId { get; init; }

    public string? Subject { get; init; }

    public string? Actor { get; init; }

    public long Count { get; init; }

    /// <value>As the management API tells it.</value>
    public required JsonNode Told { get; init; }

    public static LogLine Of(JsonNode told, ErrorPages errors)
    {
        var details = told.Part("details");
        var name = details.Text("event") ?? "";
        var (words, tone) = EventWords.Of(name);
        var cause = details.Text("cause");
        var error = errors.Find(details.Text("error_id"));
        return new LogLine
        {
            Id = told.Text("log_id") ?? "",
            At = told.Instant("date"),
            Event = name,
            Words = words,
            Tone = tone,
            Cause = cause,
            CauseWords = EventWords.Cause(cause),
            ErrorId = details.Text("error_id"),
            Title = error is null ? null : Shown.Sentence(Shown.Plain(error.Title)),
            Advice = error is null ? null : Shown.Plain(error.Advice),
            TikTokLogId = details.Text("tiktok_log_id"),
            ClientId = told.Text("client_id"),
            ClientName = told.Text("client_name"),
            Connection = told.Text("connection"),
            UserId = told.Text("user_id"),
            FlowId = details.Text("flow_id"),
            Subject = details.Text("subject"),
            Actor = details.Text("actor"),
            Count = details.Number("count") ?? 1,
            Told = told,
        };
    }

    public override string ToString() => $"{Event} {Id}";
}
