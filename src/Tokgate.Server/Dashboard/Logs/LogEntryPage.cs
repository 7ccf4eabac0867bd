using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>One event, with everything that is known of it.</summary>
internal sealed class LogEntryPage(ManagementDesk desk, ErrorPages errors) : DashboardPage(desk)
{
    // For reading; the page encodes it for HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public LogLine? Line { get; private set; }

    /// <value>Of the error, from its page; null if there is none.</value>
    public ErrorPage? Explanation { get; private set; }

    /// <value>What a change changed: the member, before and after.</value>
    public IReadOnlyList<(string Member, string? Before, string? After)> Changes { get; private set; } = [];

    /// <value>Where a change is too long to be kept whole: the names of what changed.</value>
    public IReadOnlyList<string> Changed { get; private set; } = [];

    public IReadOnlyList<(string Name, string Value)> Facts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id)
    {
        var answer = await GetAsync("logs/" + id.ToString(CultureInfo.InvariantCulture));
        Error = answer.Error;
        if (answer.Error is { } error)
        {
            Response.StatusCode = error.Status;
            return Page();
        }

        Line = LogLine.Of(answer.Body!, errors); // one that is there is told
        Explanation = errors.Find(Line.ErrorId);
        var change = Line.Told.Part("details").Part("change");
        Changed = change.Texts("changed");
        Changes = Changed.Count > 0 ? [] : Compare(change.Part("before") as JsonObject, change.Part("after") as JsonObject, "");
        Facts = [.. Flat(Line.Told)];
        return Page();
    }

    private static List<(string Member, string? Before, string? After)> Compare(JsonObject? before, JsonObject? after, string path)
    {
        var rows = new List<(string, string?, string?)>();
        foreach (var name in (before ?? []).Concat(after ?? []).Select(static member => member.Key).Distinct(StringComparer.Ordinal))
        {
            if (before?[name] is JsonObject one && after?[name] is JsonObject other)
            {
                rows.AddRange(Compare(one, other, path + name + "."));
            }
            else
            {
                rows.Add((path + name, Text(before?[name]), Text(after?[name])));
            }
        }

        return rows;
    }

    private static IEnumerable<(string Name, string Value)> Flat(JsonNode told)
    {
        foreach (var (name, value) in told.AsObject())
        {
            if (name == "details")
            {
                foreach (var (inner, detail) in value!.AsObject().Where(static member => member.Key != "change")) // always told
                {
                    yield return (inner, Text(detail) ?? "");
                }
            }
            else if (name != "_id")
            {
                yield return (name, Text(value) ?? "");
            }
        }
    }

    private static string? Text(JsonNode? value) => value switch
    {
        null => null,
        JsonValue single => single.ToString(),
        _ => value.ToJsonString(Readable),
    };
}
