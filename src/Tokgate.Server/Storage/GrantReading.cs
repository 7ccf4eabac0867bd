using System.Data.Common;
using System.Text.Json;
using Tokgate.Server.Grants;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

/// <summary>A grant with its user and its session's end, in one read: whoever needs the one needs the others.</summary>
internal static class GrantReading
{
    public const string Columns =
        """
        g.id, g.client_id, g.session_id, g.is_offline, g.redirect_uri, g.scopes, g.audience, g.claims_request, g.upstream_scopes, g.auth_time, g.acr, g.nonce,
            g.code_challenge, g.redeemed_at, g.expires_at, g.revoked_at, u.id, u.status, u.claims, u.created_at, s.ended_at, s.idle_expires_at, s.expires_at
        """;

    public const string Joins = "join users u on u.id = g.user_id left join sessions s on s.id = g.session_id";

    /// <summary>Where a query's own columns begin, if they follow <see cref="Columns"/>.</summary>
    public const int Count = 23;

    public static Grant Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        ClientId = row.GetString(1),
        SessionId = row.GetString(2),
        IsOffline = row.GetBoolean(3),
        RedirectUri = row.GetString(4),
        Scopes = Words(row.GetString(5)),
        Audience = row.TextOrNull(6),
        ClaimsRequest = row.TextOrNull(7) is { } claims ? ClaimsRequest.Parse(claims) : null,
        UpstreamScopes = Words(row.GetString(8)),
        AuthenticatedAt = row.Instant(9),
        Acr = row.TextOrNull(10),
        Nonce = row.TextOrNull(11),
        CodeChallenge = row.TextOrNull(12),
        IsRedeemed = !row.IsDBNull(13),
        ExpiresAt = row.Instant(14),
        IsRevoked = !row.IsDBNull(15),
        User = new User(row.GetString(16), Enum.Parse<UserStatus>(row.GetString(17)), JsonElement.Parse(row.GetString(18)), row.Instant(19)),
        SessionEndsAt = row.InstantOrNull(20) ?? Earlier(row.InstantOrNull(21), row.InstantOrNull(22)),
    };

    // Both are null, or none is.
    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other ? one : other;

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
