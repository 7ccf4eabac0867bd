using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Tokgate.AspNetCore;
using Tokgate.Vault;

namespace Tokgate.Playground.Sample.Pages;

/// <summary>What the page shows of a signed-in person, all of it from claims and authentication properties.</summary>
internal sealed class SignedInProfile(ClaimsIdentity identity, AuthenticationProperties properties, Grant? grant, DateTimeOffset now)
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

    /// <summary>What the vault keeps for this session; null when the session came by the broker, which keeps it there.</summary>
    public Grant? Grant { get; } = grant;

    /// <summary>Only the person's signing in with TikTok again gives new tokens.</summary>
    public bool IsOver { get; } = grant is { State: GrantState.NeedsReauthorization or GrantState.Revoked };

    /// <summary>The broker's token for this application, or TikTok's, in the vault; null when there is none any more.</summary>
    public DateTimeOffset? AccessExpiresAt { get; } = grant is null ? Instant(properties.GetTokenValue("expires_at")) : grant.State == GrantState.Revoked ? null : grant.AccessExpiresAt;

    public DateTimeOffset? RefreshExpiresAt { get; } = grant is { State: GrantState.Active or GrantState.Ambiguous } ? grant.RefreshExpiresAt : null;

    /// <summary>The grant's state in a word, and what it means.</summary>
    public (string Word, string Meaning) State { get; } = grant?.State switch
    {
        GrantState.Active => ("active", "TikTok gives new tokens whenever they are needed, and the vault asks for them before the old ones die."),
        GrantState.Ambiguous => ("ambiguous", "A refresh was sent and its answer was lost: TikTok may have spent the refresh token. The vault tries again by itself until TikTok answers clearly."),
        GrantState.NeedsReauthorization => ("needs_reauthorization", "TikTok refuses the refresh token, as it does after you have removed the application in TikTok. Nothing that an application can do helps; you can: continue with TikTok."),
        GrantState.Revoked => ("revoked", "You disconnected this application. It has no token of yours any more. Continue with TikTok to connect it again."),
        _ => ("none", string.Empty),
    };

    public string ClaimsJson { get; } = JsonSerializer.Serialize(
        identity.Claims.GroupBy(claim => claim.Type).ToDictionary(group => group.Key, group => group.Count() == 1 ? (object)group.First().Value : group.Select(claim => claim.Value).ToArray()),
        Readable);

    public string Remaining(DateTimeOffset? until) => until switch
    {
        null => "none",
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
