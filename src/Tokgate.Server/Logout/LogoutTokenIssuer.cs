using System.Buffers;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Logout;

/// <summary>Logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.4): signed as the client's ID tokens are, and by their type and lack of a nonce never to be taken for one.</summary>
internal sealed class LogoutTokenIssuer(SigningKeyRing ring, Issuer issuer, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public async ValueTask<string> IssueAsync(Client client, LogoutNotice notice, CancellationToken cancellationToken)
    {
        var keys = await ring.GetAsync(cancellationToken);
        return JoseDoor.Sign(keys.Active(client.IdTokenAlgorithm), JoseDoor.LogoutTokenType, Payload(notice));
    }

    private string Payload(LogoutNotice notice)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, issuer.Value);
            json.WriteString("sub"u8, notice.UserId);
            json.WriteString("aud"u8, notice.ClientId);
            json.WriteNumber("iat"u8, now);
            json.WriteNumber("exp"u8, now + (long)Lifetime.TotalSeconds);
            json.WriteString("jti"u8, RandomId.New());
            json.WriteString("sid"u8, notice.SessionId);
            json.WriteStartObject("events"u8);
            json.WriteStartObject("http://schemas.openid.net/event/backchannel-logout"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
