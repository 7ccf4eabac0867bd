using System.Text.Json;

namespace Tokgate.Server.Token;

/// <summary>RFC 6749, 5.1. What is null is not sent.</summary>
internal sealed record TokenResponse(string AccessToken, TimeSpan ExpiresIn)
{
    public IReadOnlyList<string> Scope { get; init; } = [];

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

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

        if (RefreshToken is not null)
        {
            json.WriteString("refresh_token"u8, RefreshToken);
        }

        if (IdToken is not null)
        {
            json.WriteString("id_token"u8, IdToken);
        }
    }
}
