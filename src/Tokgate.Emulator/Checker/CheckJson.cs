using System.Text.Json;

namespace Tokgate.Emulator.Checker;

/// <summary>The report as JSON.</summary>
internal static class CheckJson
{
    public static void Write(Utf8JsonWriter json, TikTokEmulatorCheck check)
    {
        json.WriteStartObject();
        json.WriteString("verdict"u8, CheckWords.Of(check.Verdict));
        json.WriteString("summary"u8, check.Summary);
        json.WriteString("since"u8, check.Since);
        json.WriteNumber("requests"u8, check.Requests);
        json.WriteNumber("skipped"u8, check.Skipped);
        json.WriteStartObject("calls"u8);
        foreach (var (call, count) in check.Calls.OrderBy(call => call.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(call, count);
        }

        json.WriteEndObject();
        WriteTexts(json, "not_seen", check.NotSeen);
        WriteTexts(json, "broken_rules", check.BrokenRules);
        json.WriteStartArray("deviations"u8);
        foreach (var deviation in check.Deviations)
        {
            Write(json, deviation);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TikTokEmulatorDeviation deviation)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, deviation.Id);
        json.WriteString("severity"u8, CheckWords.Of(deviation.Severity));
        json.WriteString("title"u8, deviation.Title);
        json.WriteString("client_key"u8, deviation.ClientKey);
        json.WriteString("endpoint"u8, deviation.Endpoint);
        json.WriteString("seen"u8, deviation.Seen);
        json.WriteString("why"u8, deviation.Why);
        json.WriteString("mend"u8, deviation.Mend);
        json.WriteString("source"u8, deviation.Source.AbsoluteUri);
        json.WriteString("evidence"u8, deviation.Evidence);
        json.WriteNumber("count"u8, deviation.Count);
        json.WriteString("first"u8, deviation.First);
        json.WriteString("last"u8, deviation.Last);
        json.WriteString("log_id"u8, deviation.LogId);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
