using System.Globalization;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>What the emulator said, as far as rules and memory need it.</summary>
internal sealed class Answered
{
    public static readonly Answered Nothing = new(null);

    private readonly IReadOnlyDictionary<string, string> body;

    public Answered(Exchange? exchange)
    {
        Status = exchange?.Status ?? 0;
        body = JsonTexts.Read(exchange?.Body);
        if (exchange?.Location is { } location && location.IndexOf('?', StringComparison.Ordinal) is > 0 and var question)
        {
            RedirectUri = location[..question];
            Callback = FormFields.ParseQuery(location[question..]) ?? FormFields.Empty;
        }
    }

    public int Status { get; }

    /// <summary>Where the browser goes, without the query.</summary>
    public string? RedirectUri { get; }

    public FormFields Callback { get; } = FormFields.Empty;

    /// <summary>The flat error of the OAuth endpoints.</summary>
    public string? OAuthError => body.GetValueOrDefault("error") is { } error && !error.StartsWith('{') ? error : null;

    /// <summary>The resource endpoints' word for a token that is not, or no more, good.</summary>
    public bool IsTokenRefused => body.GetValueOrDefault("error")?.Contains("\"access_token_invalid\"", StringComparison.Ordinal) == true;

    public string? this[string name] => body.GetValueOrDefault(name);

    public long Seconds(string name) =>
        long.TryParse(body.GetValueOrDefault(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
