using System.Globalization;
using System.Text.Json;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary><c>check [URL] [--fail-on error|warning|note]</c>: asks a running emulator and tells people and scripts.</summary>
/// <remarks>Exit codes: 0 nothing as bad as <c>--fail-on</c>; 1 something is, or nothing was checked; 2 the emulator could not be asked.</remarks>
internal static class CheckCommand
{
    public const string Help = """
        check [URL] [--fail-on error|warning|note]

        Asks a running emulator how the clients that came by departed from TikTok's documentation.

          URL        where the emulator answers; http://localhost:5082 if left out
          --fail-on  the mildest deviation that makes the exit code 1; error if left out

        Exit codes: 0 nothing as bad as --fail-on; 1 something is, or no client came by; 2 the emulator could not be asked.
        """;

    private const int CouldNotAsk = 2;

    private static readonly string[] Severities = ["note", "warning", "error"];

    public static async Task<int> RunAsync(string[] args, Uri usual, TextWriter output, TextWriter errors)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            await output.WriteLineAsync(Help);
            return 0;
        }

        if (Read(args, out var address, out var failOn) is { } wrong)
        {
            await errors.WriteLineAsync($"{ErrorIds.CheckArgumentUnknown}: {wrong} check --help tells what it takes.");
            return CouldNotAsk;
        }

        using var client = new HttpClient { BaseAddress = address ?? usual, Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            using var response = await client.GetAsync(new Uri($"{Paths.Check}.json", UriKind.Relative));
            if (!response.IsSuccessStatusCode)
            {
                await errors.WriteLineAsync(NotAnswered(client.BaseAddress, string.Create(CultureInfo.InvariantCulture, $"it answers {(int)response.StatusCode}")));
                return CouldNotAsk;
            }

            using var check = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            return await TellAsync(check.RootElement, failOn, output);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            await errors.WriteLineAsync(NotAnswered(client.BaseAddress, failure.Message));
            return CouldNotAsk;
        }
    }

    private static string NotAnswered(Uri address, string reason) =>
        $"{ErrorIds.CheckNotAnswered}: The emulator at {address.GetLeftPart(UriPartial.Authority)} could not be asked: {reason}. Start it, or name its address: check URL.";

    private static string? Read(string[] args, out Uri? address, out string failOn)
    {
        address = null;
        failOn = "error";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--fail-on" && i + 1 < args.Length && Severities.Contains(args[i + 1], StringComparer.Ordinal))
            {
                failOn = args[++i];
            }
            else if (args[i] == "--fail-on")
            {
                return "--fail-on takes error, warning or note.";
            }
            else if (address is null && Uri.TryCreate(args[i], UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                address = url;
            }
            else
            {
                return $"'{args[i]}' is neither the http address of an emulator nor an option.";
            }
        }

        return null;
    }

    private static async Task<int> TellAsync(JsonElement check, string failOn, TextWriter output)
    {
        var deviations = check.GetProperty("deviations").EnumerateArray().ToArray();
        foreach (var it in deviations)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Text(it, "severity"),-8} {Text(it, "id"),-34} {it.GetProperty("count").GetInt64(),5}×  {Text(it, "endpoint"),-16} {Text(it, "client_key")}"));
            await output.WriteLineAsync($"         {Text(it, "title")} Seen: {Text(it, "seen")}");
            await output.WriteLineAsync($"         Mend: {Text(it, "mend")}");
        }

        await output.WriteLineAsync(Text(check, "summary"));
        var notSeen = check.GetProperty("not_seen").EnumerateArray().Select(call => call.GetString()).ToArray();
        if (notSeen.Length > 0)
        {
            await output.WriteLineAsync($"Did not come, so nothing is known about: {string.Join(", ", notSeen)}.");
        }

        return Text(check, "verdict") == "nothing_checked" || Array.Exists(deviations, it => Array.IndexOf(Severities, Text(it, "severity")) >= Array.IndexOf(Severities, failOn)) ? 1 : 0;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
