using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Tokgate.Bench;

/// <summary>Pages of the dashboard, one after the other, as an owner opens them.</summary>
internal static partial class DashboardLoad
{
    public static IReadOnlyList<(string Name, Func<int, string> Path)> Pages { get; } =
    [
        ("overview", static _ => "dashboard"),
        ("people", static _ => "dashboard/users"),
        ("people, searched", static number => $"dashboard/users?q={"aeiou"[number % 5]}{"bcdfghklmnprst"[number / 5 % 14]}"),
        ("a person", static number => $"dashboard/users/person-{number}"),
        ("log", static _ => "dashboard/logs"),
        ("log of sign-ins", static _ => "dashboard/logs?kind=signins"),
        ("log of failures", static _ => "dashboard/logs?kind=failed"),
        ("log of a person", static number => $"dashboard/logs?user=person-{number}"),
        ("log of an application and a rare connection", static number => $"dashboard/logs?application=app-{number % 7}&connection=rare"),
        ("log of a kind and an application", static number => $"dashboard/logs?kind=signins&application=app-{number % 7}"),
        ("one sign-in as a story", static number => $"dashboard/logs/story/flow-{number}"),
        ("one event", static number => $"dashboard/logs/{number + 1}"),
        ("applications", static _ => "dashboard/applications"),
        ("connections", static _ => "dashboard/connections"),
        ("settings, webhooks", static _ => "dashboard/settings/webhooks"),
        ("settings, keys", static _ => "dashboard/settings/keys"),
        ("doctor", static _ => "dashboard/doctor"),
    ];

    /// <param name="root">Where the broker is.</param>
    /// <param name="invitation">The link of its first owner.</param>
    /// <returns>A browser that is signed in.</returns>
    public static async Task<HttpClient> SignInAsync(Uri root, Uri invitation)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = root };
        var token = WebUtility.HtmlDecode(FormToken().Match(await http.GetStringAsync(invitation)).Groups[1].Value);
        using var form = new FormUrlEncodedContent([new("userName", "bench"), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync(invitation, form);
        return answer.IsSuccessStatusCode ? http : throw new InvalidOperationException($"The dashboard let nobody in: {(int)answer.StatusCode}");
    }

    public static async Task<List<double>> MeasureAsync(HttpClient http, Func<int, string> path, int calls, int people)
    {
        var waits = new List<double>();
        for (var call = -3; call < calls; call++)
        {
            var address = path((int)((call + 4L) * 7919 % people));
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(address);
            var page = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode || !page.Contains("data-testid=\"nav-overview\"", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{address}: {(int)answer.StatusCode} {page}");
            }

            if (call >= 0)
            {
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        return waits;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
