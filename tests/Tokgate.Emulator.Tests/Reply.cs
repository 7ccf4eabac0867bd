using System.Text.Json;

namespace Tokgate.Emulator.Tests;

/// <summary>An answer as a peer reads it.</summary>
internal sealed record Reply(int Status, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? String(string name) => Json.GetProperty(name).GetString();

    /// <summary>The flat error of the OAuth endpoints.</summary>
    public (string? Error, string? Description) OAuthError => (String("error"), String("error_description"));

    /// <summary>The code of the resource endpoints' nested error.</summary>
    public string? ApiCode => Json.GetProperty("error").GetProperty("code").GetString();
}
