using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Cli.Output;

/// <summary>A plan for people: one thing after the other, each with the members that change.</summary>
internal static class PlanText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(JsonObject plan, Terminal terminal)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var change in Items(plan, "changes"))
        {
            var action = Word(change, "action");
            counts[action] = counts.GetValueOrDefault(action) + 1;
            var (sign, colour) = action switch { "create" => ("+", Colour.Green), "delete" => ("-", Colour.Red), _ => ("~", Colour.Yellow) };
            terminal.Line($"{sign} {Word(change, "kind")} {Word(change, "id")}", colour);
            foreach (var member in Items(change, "members"))
            {
                terminal.Line("    " + Member(member, action));
            }
        }

        foreach (var left in Items(plan, "left_alone"))
        {
            terminal.Line($"= {Word(left, "kind")} {Word(left, "id")} is left alone: {Word(left, "why")}");
        }

        foreach (var note in plan["notes"]?.AsArray() ?? [])
        {
            terminal.Line("! " + (string?)note);
        }

        terminal.Line(counts.Count == 0
            ? "Nothing to change: the server is as the document says."
            : string.Create(CultureInfo.InvariantCulture, $"{counts.GetValueOrDefault("create")} to create, {counts.GetValueOrDefault("change")} to change, {counts.GetValueOrDefault("delete")} to delete."));
    }

    private static IEnumerable<JsonObject> Items(JsonObject holder, string name) => (holder[name]?.AsArray() ?? []).OfType<JsonObject>();

    private static string Word(JsonObject holder, string name) => (string?)holder[name] ?? "";

    private static string Member(JsonObject member, string action)
    {
        var (name, before, after) = (Word(member, "member"), member["before"], member["after"]);
        if (member["secret"] is not null)
        {
            return before is null ? $"{name}: set, fingerprint {(string?)after}" : $"{name}: changes, fingerprint {(string?)before} -> {(string?)after}";
        }

        return action == "create" ? $"{name}: {Text(after)}" : $"{name}: {Text(before)} -> {Text(after)}";
    }

    private static string Text(JsonNode? value) => value is null ? "(default)" : value.ToJsonString(Plain);
}
