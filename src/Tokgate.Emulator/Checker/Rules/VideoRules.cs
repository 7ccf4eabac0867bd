using System.Globalization;
using System.Text.Json;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The bodies of the video calls.</summary>
internal static class VideoRules
{
    private const int MostPerPage = 20;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("video-body-not-json", Error, At.Videos, TikTokPages.VideoList, it => it.Request.Body is { Length: > 0 } && !it.Request.IsMediaType("application/json") ? Shown.Short(it.Request.ContentType is { Length: > 0 } type ? type : "no Content-Type", 48) : null)
        {
            Title = "A video call has a body that is not JSON.",
            Why = "Content-Type: application/json is required; a form is for the OAuth endpoints.",
            Mend = "Send JSON with its content type.",
        },
        new("video-cursor-zero", Warning, At.VideoList, TikTokPages.VideoList, it => it.Json.GetValueOrDefault("cursor") == "0" ? "cursor 0" : null)
        {
            Title = "The first page of videos is asked for with cursor 0.",
            Why = "TikTok reads it as the year 1970 and finds nothing older.",
            Mend = "Leave cursor out for the first page.",
            Evidence = Evidence.Integrators,
        },
        new("video-count-out-of-range", Error, At.VideoList, TikTokPages.VideoList, it => it.Json.GetValueOrDefault("max_count") is { } text && text != "null" && !(int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostPerPage) ? $"max_count {Shown.Short(text, 24)}" : null)
        {
            Title = "max_count is not a number from 1 to 20.",
            Why = "TikTok's limit is 20: invalid_params.",
            Mend = "Ask for 20 at most, and go on with cursor while has_more is true.",
        },
        new("video-ids-wrong", Error, At.VideoQuery, TikTokPages.VideoQuery, it => it.IsRightMethod ? WrongIds(it) : null)
        {
            Title = "filters.video_ids is not a list of 1 to 20 ids as text.",
            Why = "TikTok answers invalid_params. As numbers, ids of 64 bits are rounded by JavaScript.",
            Mend = "Send {\"filters\":{\"video_ids\":[\"…\"]}}, in pages of 20.",
        },
    ];

    private static string? WrongIds(Sighting it)
    {
        if (it.Json.GetValueOrDefault("filters") is not { } filters || !filters.StartsWith('{'))
        {
            return "no filters";
        }

        using var document = JsonDocument.Parse(filters);
        return !document.RootElement.TryGetProperty("video_ids", out var ids) || ids.ValueKind != JsonValueKind.Array ? "no list video_ids"
            : ids.GetArrayLength() is 0 or > MostPerPage ? string.Create(CultureInfo.InvariantCulture, $"{ids.GetArrayLength()} ids")
            : ids.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String) ? "ids that are not text"
            : null;
    }
}
