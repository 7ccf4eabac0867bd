using System.Text.Json;

namespace Tokgate.Server.Token;

/// <summary>RFC 6749, 5.1. What is null is not sent.</summary>
internal sealed record TokenResponse(string AccessToken, TimeSpan ExpiresIn)
{
    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>What the user granted at TikTok, in TikTok's words: it may be less than was asked for.</summary>
    public IReadOnlyList<string> UpstreamScope { get; init; } = [];

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

    /// <summary>RFC 8693, 2.2.1.</summary>
    public string? IssuedTokenType { get; init; }

    /// <summary>Of the vault's grant: whoever is refused with this token names it when asking again.</summary>
    public long? Generation { get; init; }

    /// <value>Null while it can be refreshed.</value>
    public string? GrantState { get; init; }

    public override string ToString() => "***";

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("access_token"u8, AccessToken);
        json.WriteString("token_type"u8, "Bearer"u8);
        json.WriteNumber("expires_in"u8, (long)ExpiresIn.TotalSeconds);
        if (Scope.Count > 0)
        {
            json.WriteString("scope"u8, string.Join(' ', Scope));
        }

        if (UpstreamScope.Count > 0)
        {
            json.WriteString("upstream_scope"u8, string.Join(' ', UpstreamScope));
        }

        if (RefreshToken is not null)
        {
            json.WriteString("refresh_token"u8, RefreshToken);
        }

        if (IssuedTokenType is not null)
        {
            json.WriteString("issued_token_type"u8, IssuedTokenType);
        }

        if (Generation is { } generation)
        {
            json.WriteNumber("tokgate_generation"u8, generation);
        }

        if (GrantState is not null)
        {
            json.WriteString("tokgate_state"u8, GrantState);
        }

        if (IdToken is not null)
        {
            json.WriteString("id_token"u8, IdToken);
        }
    }
}
