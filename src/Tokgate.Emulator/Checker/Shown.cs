using System.Globalization;
using System.Text;

namespace Tokgate.Emulator.Checker;

/// <summary>How what was seen is told: short, in one line, and without anything that opens something.</summary>
internal static class Shown
{
    private const int Longest = 300;
    private const int ShortestSecret = 6;

    // What a rule quotes is chosen with care; this is the second door. A state or ticket may be what binds a browser.
    private static readonly string[] Sensitive =
        ["client_secret", "code", "code_verifier", "code_challenge", "refresh_token", "access_token", "token", "state", "client_ticket", "secret"];

    public static string Length(string value) => string.Create(CultureInfo.InvariantCulture, $"{value.Length} characters");

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => Short(name, 48)).Take(12));

    public static string Short(string text, int most) => text.Length <= most ? text : text[..most] + "…";

    /// <summary>A key that is not registered here may be anything, a secret in the wrong place among it.</summary>
    public static string Key(string? clientKey, bool isRegistered) => clientKey switch
    {
        null => "",
        _ when isRegistered => clientKey,
        { Length: <= 4 } => "unknown",
        _ => OneLine(clientKey[..4]) + "… (unknown)",
    };

    /// <summary>A path without parts that are long enough to be a token.</summary>
    public static string Path(string path) =>
        Short(string.Join('/', path.Split('/').Select(part => part.Length > 40 || part.Contains('!', StringComparison.Ordinal) ? "…" : part)), 120);

    public static string Safe(string seen, Sighting sighting)
    {
        foreach (var value in SensitiveValues(sighting))
        {
            if (value.Length >= ShortestSecret)
            {
                seen = seen.Replace(value, "***", StringComparison.Ordinal);
            }
        }

        return Short(OneLine(seen), Longest);
    }

    private static IEnumerable<string> SensitiveValues(Sighting sighting)
    {
        foreach (var name in Sensitive)
        {
            foreach (var field in sighting.Query.All.Concat(sighting.Form?.All ?? []).Where(field => field.Key == name))
            {
                yield return field.Value;
            }

            if (sighting.Json.TryGetValue(name, out var text))
            {
                yield return text;
            }
        }

        if (sighting.Request.Authorization is { Length: > 0 } header && !Placeholder.IsOne(sighting.Bearer))
        {
            yield return header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim();
        }

        if (sighting.App is { } app)
        {
            yield return app.ClientSecret;
        }
    }

    private static string OneLine(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var line = new StringBuilder(text);
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(line[i]) ? ' ' : line[i];
        }

        return line.ToString();
    }
}
