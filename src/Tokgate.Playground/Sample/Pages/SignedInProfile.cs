using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Tokgate.AspNetCore;

namespace Tokgate.Playground.Sample.Pages;

/// <summary>What the page shows of a signed-in person, all of it from claims and authentication properties.</summary>
internal sealed class SignedInProfile(ClaimsIdentity identity, AuthenticationProperties properties, DateTimeOffset now)
{
    // Readable text instead of \u escapes; Razor encodes it for HTML.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name { get; } = Value(identity, ClaimTypes.Name) ?? Value(identity, ClaimTypes.NameIdentifier) ?? string.Empty;

    /// <summary>The broker's issuer, when the session came by it; null when it came straight from TikTok.</summary>
    public string? Issuer { get; } = Value(identity, "iss");

    public string? Username { get; } = Value(identity, TikTokClaimTypes.Username) ?? Value(identity, "preferred_username");

    public string? Picture { get; } = Value(identity, TikTokClaimTypes.Picture);

    public string? Bio { get; } = Value(identity, TikTokClaimTypes.Bio);

    public bool Verified { get; } = Value(identity, TikTokClaimTypes.IsVerified) == "true";

    public IReadOnlyList<(string Label, string Count)> Counts { get; } =
    [
        .. new[]
        {
            ("Followers", TikTokClaimTypes.FollowerCount), ("Following", TikTokClaimTypes.FollowingCount),
            ("Likes", TikTokClaimTypes.LikesCount), ("Videos", TikTokClaimTypes.VideoCount),
        }
        .Select(count => (count.Item1, Count: Count(identity, count.Item2)))
        .Where(count => count.Count is not null)
        .Select(count => (count.Item1, count.Count!)), // the line above
    ];

    public IReadOnlyList<string> Granted { get; } = [.. identity.FindAll(TikTokClaimTypes.Scope).Select(claim => claim.Value)];

    public IReadOnlyList<string> Refused { get; } = [.. identity.FindAll(TikTokClaimTypes.RefusedScope).Select(claim => claim.Value)];

    public DateTimeOffset? AccessExpiresAt { get; } = Instant(properties.GetTokenValue(TikTokTokenNames.ExpiresAt));

    public DateTimeOffset? RefreshExpiresAt { get; } = Instant(properties.GetTokenValue(TikTokTokenNames.RefreshExpiresAt));

    public string ClaimsJson { get; } = JsonSerializer.Serialize(
        identity.Claims.GroupBy(claim => claim.Type).ToDictionary(group => group.Key, group => group.Count() == 1 ? (object)group.First().Value : group.Select(claim => claim.Value).ToArray()),
        Readable);

    public string Remaining(DateTimeOffset? until) => until switch
    {
        null => "unknown",
        { } instant when instant <= now => "expired",
        { } instant when instant - now >= TimeSpan.FromDays(1) => string.Create(CultureInfo.InvariantCulture, $"{(instant - now).Days} d {(instant - now).Hours} h"),
        { } instant => (instant - now).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture),
    };

    private static string? Count(ClaimsIdentity identity, string type)
        => long.TryParse(Value(identity, type), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count.ToString("N0", CultureInfo.InvariantCulture) : null;

    private static string? Value(ClaimsIdentity identity, string type) => identity.FindFirst(type)?.Value;

    private static DateTimeOffset? Instant(string? text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant) ? instant : null;
}
