using Tokgate.Server.Grants;

namespace Tokgate.Server.Storage;

/// <summary>A grant with what it hangs on, in one read.</summary>
internal sealed class GrantWithSubject
{
    public required GrantRow Row { get; init; }

    public required string UserStatus { get; init; }

    public required DateTimeOffset? SessionEndedAt { get; init; }

    public required DateTimeOffset? SessionIdleExpiresAt { get; init; }

    public required DateTimeOffset? SessionExpiresAt { get; init; }

    public Grant ToGrant() => new()
    {
        Id = Row.Id,
        ClientId = Row.ClientId,
        UserId = Row.UserId,
        SessionId = Row.SessionId,
        IsOffline = Row.IsOffline,
        RedirectUri = Row.RedirectUri,
        Scopes = Words(Row.Scopes),
        Audience = Row.Audience,
        ClaimsRequest = Row.ClaimsRequest is null ? null : ClaimsRequest.Parse(Row.ClaimsRequest),
        UpstreamScopes = Words(Row.UpstreamScopes),
        AuthenticatedAt = Row.AuthTime,
        Acr = Row.Acr,
        Nonce = Row.Nonce,
        CodeChallenge = Row.CodeChallenge,
        IsRedeemed = Row.RedeemedAt is not null,
        ExpiresAt = Row.ExpiresAt,
        IsRevoked = Row.RevokedAt is not null,
        IsUserActive = UserStatus == nameof(Users.UserStatus.Active),
        SessionEndsAt = SessionEndedAt ?? (SessionIdleExpiresAt < SessionExpiresAt ? SessionIdleExpiresAt : SessionExpiresAt),
    };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
