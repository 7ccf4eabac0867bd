using System.Collections.Frozen;
using System.Globalization;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Connections;

/// <summary>
/// What a connection adds to TikTok's authorize address (Auth0's <c>upstream_params</c>). What the sign-in rests on is ours, and no parameter of that name is taken: whoever could
/// set redirect URI, state or challenge could sign people in as others.
/// </summary>
internal static class UpstreamParams
{
    public const int Most = 20;
    public const string ClientKey = "client_key";

    /// <summary>The language of TikTok's page, which the library has a property for.</summary>
    public const string Language = "lang";

    private const int MaxName = 64;
    private const int MaxValue = 1000;

    private static readonly FrozenSet<string> Owned = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ClientKey, "client_id", "client_secret", "response_type", "scope", "redirect_uri", "state", "disable_auto_auth", "code_challenge", "code_challenge_method", "code_verifier", "code");

    /// <summary>What a parameter may be an alias of: Auth0's list.</summary>
    public static IReadOnlyList<string> Aliases { get; } =
        ["acr_values", "audience", "client_id", "display", "id_token_hint", "login_hint", "max_age", "prompt", "resource", "response_mode", "response_type", "ui_locales"];

    /// <summary>Those of them that an authorization request has no member for; it carries them only where some connection passes them on.</summary>
    public static IReadOnlyList<string> CarriedAliases { get; } = ["display", "id_token_hint", "login_hint", "resource", "response_mode"];

    /// <summary>All that is wrong with them.</summary>
    public static IEnumerable<string> Faults(ConnectionConfig config)
    {
        if (config.UpstreamParams.Count > Most)
        {
            yield return $"upstream_params: more than {Most}";
        }

        if (config.UpstreamParams.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != config.UpstreamParams.Count)
        {
            yield return "upstream_params: one name stands twice, in upper and lower case";
        }

        foreach (var (name, param) in config.UpstreamParams)
        {
            if (Fault(name, param, config) is { } fault)
            {
                yield return $"upstream_params.{AllowedText.Of(name)}: {fault}";
            }
        }
    }

    /// <summary>What to send for this request; without one, only what is always the same.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Resolve(ConnectionConfig config, AuthorizationRequest? request)
    {
        foreach (var (name, param) in config.UpstreamParams)
        {
            if (!Owned.Contains(name) && (param.Value ?? (request is null ? null : ValueOf(param.Alias, request))) is { Length: > 0 and <= AuthorizationRequest.MaxHint } value)
            {
                yield return new(name, value);
            }
        }
    }

    private static string? Fault(string name, UpstreamParam param, ConnectionConfig config) =>
        name.Length is 0 or > MaxName || !name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.') ? $"a name is 1 to {MaxName} letters, digits, '_', '-' or '.'"
        : (param.Value is null) == (param.Alias is null) ? "give either value or alias"
        : string.Equals(name, ClientKey, StringComparison.OrdinalIgnoreCase) ? (param.Value is { } key && config.Find(key) is not null ? null : "client_key is always sent, and it is the live app's; give the key of one of this connection's apps or leave it out")
        : Owned.Contains(name) ? "is set by the broker, and the sign-in rests on it; leave it out"
        : param.Alias is { } alias ? (Aliases.Contains(alias, StringComparer.Ordinal) ? null : $"an alias is one of {string.Join(", ", Aliases)}")
        : param.Value!.Length is 0 or > MaxValue || param.Value.Any(char.IsControl) ? $"a value is 1 to {MaxValue} characters without control characters" // one of the two is set
        : null;

    private static string? ValueOf(string? alias, AuthorizationRequest request) => alias switch
    {
        null => null,
        "acr_values" => string.Join(' ', request.AcrValues),
        "audience" => request.Audience,
        "client_id" => request.ClientId,
        "max_age" => request.MaxAge is { } age ? ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null,
        "prompt" => string.Join(' ', request.Prompt),
        "response_type" => "code",
        "ui_locales" => request.UiLocales,
        _ => request.Hints?.GetValueOrDefault(alias),
    };
}
