using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

/// <summary>ID tokens (OpenID Connect Core, 2): who signed in, when and for whom. What a profile says belongs to UserInfo, unless the claims parameter asks for it here.</summary>
internal sealed class IdTokenIssuer(SigningKeyRing ring, Issuer issuer, TimeProvider time)
{
    public async ValueTask<string> IssueAsync(Client client, Grant grant, string? nonce, string accessToken, CancellationToken cancellationToken)
    {
        var keys = await ring.GetAsync(cancellationToken);
        return JoseDoor.Sign(keys.Active(client.IdTokenAlgorithm), JoseDoor.IdTokenType, Payload(client, grant, nonce, accessToken));
    }

    /// <summary>What such a token says, signed by nobody: for showing it.</summary>
    public string Payload(Client client, Grant grant, string? nonce, string accessToken)
    {
        var names = ReleasedClaims.OfIdToken(client, grant);
        var buffer = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteProtocol(json, client, grant, nonce, accessToken);
            ReleasedClaims.Write(json, grant.User, names, grant.UpstreamScopes);

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteProtocol(Utf8JsonWriter json, Client client, Grant grant, string? nonce, string accessToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        json.WriteString("iss"u8, issuer.Value);
        json.WriteString("sub"u8, grant.UserId);
        json.WriteString("aud"u8, client.Id);
        json.WriteString("azp"u8, client.Id);
        json.WriteNumber("iat"u8, now);
        json.WriteNumber("exp"u8, now + (long)client.IdTokenLifetime.TotalSeconds);
        json.WriteNumber("auth_time"u8, grant.AuthenticatedAt.ToUnixTimeSeconds());
        json.WriteString("sid"u8, grant.SessionId);
        if (nonce is not null)
        {
            json.WriteString("nonce"u8, nonce);
        }

        if (grant.Acr is not null)
        {
            json.WriteString("acr"u8, grant.Acr);
        }

        json.WriteString("at_hash"u8, HashOf(accessToken));
    }

    // Core, 3.1.3.6: half of the hash that the signature uses. Both of our algorithms use SHA-256.
    private static string HashOf(string accessToken)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(accessToken), hash);
        return Base64Url.EncodeToString(hash[..(SHA256.HashSizeInBytes / 2)]);
    }
}
