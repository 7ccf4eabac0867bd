using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>Limits and retention as they are in force. They are settings of the process, so they are shown here and changed where it is started.</summary>
internal sealed class LimitsPage(ManagementDesk desk) : DashboardPage(desk)
{
    public IReadOnlyList<IGrouping<string, JsonNode>> Groups { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var answer = await GetAsync("tenants/settings");
        (Error, Groups) = (answer.Error, [.. answer.Body.Parts("settings").GroupBy(static setting => setting.Text("group") ?? "", StringComparer.Ordinal)]);
    }

    /// <summary>A time in words; other values as they are.</summary>
    public static string Words(string? value)
    {
        if (value?.Contains(':', StringComparison.Ordinal) != true || !TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var time))
        {
            return value ?? "";
        }

        (int Number, string Unit)[] parts = [(time.Days, "day"), (time.Hours, "hour"), (time.Minutes, "minute"), (time.Seconds, "second")];
        var words = string.Join(' ', parts.Where(static part => part.Number > 0).Select(static part => $"{part.Number} {part.Unit}{(part.Number == 1 ? "" : "s")}"));
        return words.Length == 0 ? "none" : words;
    }
}
