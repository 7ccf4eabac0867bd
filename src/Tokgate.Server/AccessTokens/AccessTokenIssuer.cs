using System.Buffers;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.AccessTokens;

/// <summary>Access tokens are ES256 and nothing is written for them: a machine's token costs one signature and no row.</summary>
internal sealed class AccessTokenIssuer(SigningKeyRing ring, Issuer issuer, TimeProvider time)
{
    public async ValueTask<string> IssueAsync(AccessTokenClaims claims, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var keys = await ring.GetAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return JoseDoor.Sign(keys.Active(SigningAlgorithm.ES256), JoseDoor.AccessTokenType, Payload(claims, now, now + (long)lifetime.TotalSeconds));
    }

    private string Payload(AccessTokenClaims claims, long issuedAt, long expiresAt)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, issuer.Value);
            json.WriteString("sub"u8, claims.Subject);
            WriteAudience(json, claims.Audience);
            json.WriteString("client_id"u8, claims.ClientId);
            json.WriteNumber("iat"u8, issuedAt);
            json.WriteNumber("exp"u8, expiresAt);
            json.WriteString("jti"u8, RandomId.New());
            if (claims.Scope.Count > 0)
            {
                json.WriteString("scope"u8, string.Join(' ', claims.Scope));
            }

            json.WriteString(claims.Standing.Key, claims.Standing.Value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteAudience(Utf8JsonWriter json, IReadOnlyList<string> audience)
    {
        if (audience.Count == 1)
        {
            json.WriteString("aud"u8, audience[0]);
            return;
        }

        json.WriteStartArray("aud"u8);
        foreach (var one in audience)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
    }
}
