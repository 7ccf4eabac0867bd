using System.Globalization;
using System.Text.Json;

namespace Tokgate.Server.Users;

/// <summary>Who is signed in, in the words of their profile. The picture is TikTok's, on TikTok's host, and pages here show nothing from elsewhere: so a letter stands in for it.</summary>
internal sealed record AccountPerson(string? Name, string? UserName)
{
    public string Initial => (Name ?? UserName) is { Length: > 0 } text ? StringInfo.GetNextTextElement(text).ToUpperInvariant() : "?";

    public static AccountPerson Of(User user) => new(Text(user.Claims, "name"), Text(user.Claims, "preferred_username"));

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
