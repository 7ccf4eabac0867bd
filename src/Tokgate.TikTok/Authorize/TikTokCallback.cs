using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tokgate.TikTok;

/// <summary>
/// What TikTok sent back by the browser: a code, or an error. Compare <see cref="State"/> with what this browser was given before anything else.
/// </summary>
public sealed class TikTokCallback
{
    private static readonly string[] s_known =
        ["code", "auth_code", "scopes", "state", "error", "error_description", "error_type", "error_code", "errCode", "log_id", "logid"];

    private TikTokCallback()
    {
    }

    /// <summary>Whether there is a code; otherwise <see cref="Error"/> says why not.</summary>
    [MemberNotNullWhen(true, nameof(Code))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Code is not null;

    /// <summary>The authorization code; null on errors.</summary>
    public AuthorizationCode? Code { get; private init; }

    /// <summary>
    /// The granted scopes as the browser carries them, so for display only: the exchange's answer (<see cref="TikTokTokens.Scopes"/>) decides.
    /// </summary>
    public TikTokScopes GrantedScopes { get; private init; } = TikTokScopes.None;

    /// <summary>The state that came back. Null when none did, which TikTok's apps do on errors, or when it came twice.</summary>
    public string? State { get; private init; }

    /// <summary>The error; null on success.</summary>
    public TikTokError? Error { get; private init; }

    /// <summary>
    /// The person said no, and nothing else is wrong. A sandbox's stranger also gets <c>access_denied</c>, told apart by <c>error_type</c>.
    /// </summary>
    public bool IsCancelledByUser => Error is { Code: TikTokErrorCodes.AccessDenied, Type: null };

    /// <summary>The callback cannot have come from TikTok as it is: doubled parameters, code and error together, or neither.</summary>
    public bool IsMalformed => Error is { Code: TikTokErrorCodes.InvalidCallback };

    /// <summary>Reads the callback's query. Never throws for what it holds, and never decodes: the web framework has done so, once.</summary>
    /// <param name="decodedQuery">Names and values, each decoded once. Names unknown here are ignored; names are case-sensitive.</param>
    /// <returns>A code or an error.</returns>
    public static TikTokCallback Parse(IEnumerable<KeyValuePair<string, string?>> decodedQuery)
    {
        ArgumentNullException.ThrowIfNull(decodedQuery);

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var doubled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in decodedQuery)
        {
            if (!s_known.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            if (!seen.Add(name))
            {
                doubled.Add(name);
            }

            if (!string.IsNullOrEmpty(value))
            {
                values[name] = value;
            }
        }

        return Read(values, doubled);
    }

    private static TikTokCallback Read(Dictionary<string, string> values, HashSet<string> doubled)
    {
        if (doubled.Count > 0)
        {
            return Malformed(
                doubled.Contains("state") ? null : values.GetValueOrDefault("state"),
                $"{string.Join(", ", doubled.Order(StringComparer.Ordinal))} came more than once");
        }

        var state = values.GetValueOrDefault("state");
        // "auth_code" is TikTok for Business's name. It has been seen beside "code"; alone it is no answer to Login Kit.
        var code = values.GetValueOrDefault("code");
        var error = values.GetValueOrDefault("error");

        return (code, error) switch
        {
            (not null, not null) => Malformed(state, "code and error came together"),
            (null, null) => Malformed(state, "neither code nor error came"),
            (null, not null) => Refused(values, state, error),
            (not null, null) => Granted(values, state, code),
        };
    }

    private static TikTokCallback Granted(Dictionary<string, string> values, string? state, string code) =>
        code.Any(char.IsControl)
            ? Malformed(state, "code holds a control character")
            : new TikTokCallback
            {
                Code = AuthorizationCode.From(code),
                GrantedScopes = TikTokScopes.FromWire(values.GetValueOrDefault("scopes")),
                State = state,
            };

    private static TikTokCallback Refused(Dictionary<string, string> values, string? state, string error)
    {
        // TikTok's SDKs look for both spellings, iOS in this order.
        var number = values.GetValueOrDefault("error_code") ?? values.GetValueOrDefault("errCode");
        return new TikTokCallback
        {
            State = state,
            Error = new TikTokError
            {
                Code = error,
                Endpoint = TikTokEndpoint.Authorize,
                Description = values.GetValueOrDefault("error_description"),
                Type = values.GetValueOrDefault("error_type"),
                Number = long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null,
                LogId = values.GetValueOrDefault("log_id") ?? values.GetValueOrDefault("logid"),
            },
        };
    }

    private static TikTokCallback Malformed(string? state, string why) => new()
    {
        State = state,
        Error = new TikTokError
        {
            Code = TikTokErrorCodes.InvalidCallback,
            Endpoint = TikTokEndpoint.Authorize,
            Description = $"{ErrorIds.CallbackMalformed}: the callback is not one of TikTok's: {why}.",
        },
    };
}
