using System.Text.Json;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.AccessTokens;

/// <summary>
/// The one way in for access tokens, at UserInfo, introspection and every API of ours: ours, of the right type, signed by a key that still counts, in time,
/// and standing on something that still stands. Who calls it still has to ask whether the token is meant for it.
/// </summary>
internal sealed class AccessTokenVerification(SigningKeyRing ring, IEnumerable<ITokenStanding> standings, Issuer issuer, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    public string Issuer => issuer.Value;

    private readonly ITokenStanding[] known = [.. standings];

    public async ValueTask<AccessTokenClaims?> VerifyAsync(string? compact, CancellationToken cancellationToken)
    {
        if (SignedToken.Parse(compact) is not { KeyId: { } keyId } token || !JoseDoor.IsOfType(token, JoseDoor.AccessTokenType)
            || Read(token.Payload, out var standing) is not { } claims || standing is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (now >= claims.ExpiresAt || claims.IssuedAt > now + Skew || await ring.FindAsync(keyId, cancellationToken) is not { } key
            || !await JoseDoor.VerifyAsync(token, key.SecurityKey, SigningKey.Name(key.Algorithm)))
        {
            return null;
        }

        return await standing.StandsAsync(claims, cancellationToken) ? claims : null;
    }

    private AccessTokenClaims? Read(JsonElement payload, out ITokenStanding? standing)
    {
        standing = null;
        foreach (var candidate in known)
        {
            if (!payload.TryGetProperty(candidate.Claim, out _))
            {
                continue;
            }

            if (standing is not null)
            {
                return null;
            }

            standing = candidate;
        }

        return standing is not null && payload.Text(standing.Claim) is { } value && payload.Text("iss") == issuer.Value
            && payload.Text("sub") is { } subject && payload.Text("client_id") is { } clientId && payload.Text("jti") is { } tokenId
            && payload.Instant("iat") is { } issuedAt && payload.Instant("exp") is { } expiresAt && Audience(payload) is { } audience
            && Scope.TryParse(payload.Text("scope"), out var scope)
            ? new AccessTokenClaims(subject, clientId, audience, scope, KeyValuePair.Create(standing.Claim, value)) { TokenId = tokenId, IssuedAt = issuedAt, ExpiresAt = expiresAt }
            : null;
    }

    private static IReadOnlyList<string>? Audience(JsonElement payload)
    {
        if (payload.Text("aud") is { } one)
        {
            return [one];
        }

        return payload.TryGetProperty("aud", out var many) && many.ValueKind == JsonValueKind.Array && many.EnumerateArray().All(static member => member.ValueKind == JsonValueKind.String)
            ? [.. many.EnumerateArray().Select(static member => member.GetString()!)] // strings, as just seen
            : null;
    }
}
