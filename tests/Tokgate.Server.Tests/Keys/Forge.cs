using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Tokgate.Server.Keys;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Keys;

/// <summary>
/// Makes what must not pass out of a genuine token: some of it signed with the right key, so that only the check it is about can refuse it, some with what an attacker has.
/// </summary>
internal sealed class Forge(string genuine, SecurityKey key)
{
    private readonly string[] parts = genuine.Split('.');

    public string KeyId => Broker.HeaderOf(genuine).GetProperty("kid").GetString()!; // every token of ours has one

    public string Algorithm => key is RsaSecurityKey ? "RS256" : "ES256";

    public string Type => Broker.HeaderOf(genuine).GetProperty("typ").GetString()!; // as above

    private string Payload => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));

    public static async Task<Forge> OfAsync(Broker broker, string genuine)
    {
        var keys = await broker.Get<SigningKeyRing>().GetAsync(CancellationToken.None);
        return new Forge(genuine, keys.Find(Broker.HeaderOf(genuine).GetProperty("kid").GetString()!)!.SecurityKey); // it has just signed
    }

    /// <summary>The same claims, signed with the right key under another header.</summary>
    public string WithHeader(string json) => Signed(Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes(Payload));

    /// <summary>Members added to the right header.</summary>
    public string WithMember(string members) => WithHeader($"{{\"alg\":\"{Algorithm}\",\"kid\":\"{KeyId}\",\"typ\":\"{Type}\",{members}}}");

    public string WithPayload(Func<string, string> change) => WithPayload(Encoding.UTF8.GetBytes(change(Payload)));

    public string WithPayload(byte[] payload) => Signed(Base64Url.DecodeFromChars(parts[0]), payload);

    /// <summary>An extra member in front of the right claims.</summary>
    public string WithClaim(string member) => WithPayload(payload => "{" + member + "," + payload[1..]);

    public IEnumerable<string> WithoutKey()
    {
        foreach (var none in (string[])["none", "None", "nOnE", "NONE", ""])
        {
            yield return $"{Jws.Encode($"{{\"alg\":\"{none}\",\"kid\":\"{KeyId}\",\"typ\":\"{Type}\"}}")}.{parts[1]}.";
            yield return $"{Jws.Encode($"{{\"alg\":\"{none}\",\"kid\":\"{KeyId}\",\"typ\":\"{Type}\"}}")}.{parts[1]}.{parts[2]}";
        }

        foreach (var secret in PublicForms())
        {
            foreach (var header in (string[])[$"\"kid\":\"{KeyId}\",", ""])
            {
                var text = $"{Jws.Encode($"{{\"alg\":\"HS256\",{header}\"typ\":\"{Type}\"}}")}.{parts[1]}";
                yield return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}";
            }
        }

        var start = $"{parts[0]}.{parts[1]}";
        foreach (var signature in (byte[][])[[], new byte[64], [.. new byte[31], 1, .. new byte[31], 1], new byte[256], [1]])
        {
            yield return $"{start}.{Base64Url.EncodeToString(signature)}";
        }
    }

    /// <summary>The genuine token in other spellings and wrappings.</summary>
    public IEnumerable<string> Reshaped() =>
    [
        genuine + ".", genuine + "..", "." + genuine, genuine + ".x", genuine + ".x.y", genuine + "=", genuine + "==", genuine + " ", " " + genuine, "\uFEFF" + genuine,
        parts[0] + "=." + parts[1] + "." + parts[2], $"{parts[0]}.{parts[1]}", $"{parts[0]}..{parts[2]}", $".{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{OtherLastBits(parts[2])}",
        $"{parts[0]}.{parts[1]}.{parts[2].Replace('-', '+').Replace('_', '/')}=", $"{parts[0]}.{parts[1][..^1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2]}AA",
        $"{{\"payload\":\"{parts[1]}\",\"protected\":\"{parts[0]}\",\"signature\":\"{parts[2]}\"}}",
        $"{{\"payload\":\"{parts[1]}\",\"signatures\":[{{\"protected\":\"{parts[0]}\",\"signature\":\"{parts[2]}\"}}]}}",
        $"{Jws.Encode("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"cty\":\"JWT\"}")}..AAAA.{parts[1]}.AAAA", $"{Jws.Encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}")}.AAAA.AAAA.{parts[1]}.AAAA",
        .. key is RsaSecurityKey ? [] : new[] { $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(Der(Base64Url.DecodeFromChars(parts[2])))}" },
    ];

    /// <summary>Headers that have been ways in, each correctly signed.</summary>
    public IEnumerable<string> BadHeaders(Uri trap)
    {
        foreach (var members in (string[])
        [
            $"\"jku\":\"{trap}\"", $"\"x5u\":\"{trap}\"", "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}", "\"x5c\":[\"AAAA\"]", "\"x5t\":\"AAAA\"", "\"x5t#S256\":\"AAAA\"", "\"crit\":[\"exp\"]", "\"crit\":[]",
            "\"b64\":false,\"crit\":[\"b64\"]", "\"zip\":\"DEF\"", "\"cty\":\"JWT\"", "\"enc\":\"A128GCM\"", $"\"kid\":\"{KeyId}\"", $"\"alg\":\"{Algorithm}\"", "\"nonce\":\"x\"", "\"\":1",
        ])
        {
            yield return WithMember(members);
        }

        foreach (var kid in (string[])
        [
            $"\"{trap}\"", "\"../../dev/null\"", "\"' or '1'='1\"", $"\"{KeyId} \"", $"\"{KeyId}\\u0000\"", $"\"{KeyId.ToUpperInvariant()}x\"", "\"\"", "null", "1", $"[\"{KeyId}\"]", "{}", $"\"{new string('k', 8000)}\"",
            "\"\\ud800\"",
        ])
        {
            yield return WithHeader($"{{\"alg\":\"{Algorithm}\",\"kid\":{kid},\"typ\":\"{Type}\"}}");
        }

        yield return WithHeader($"{{\"alg\":\"{Algorithm}\",\"typ\":\"{Type}\"}}");
        foreach (var algorithm in (string[])[Algorithm.ToLowerInvariant(), Algorithm + " ", Algorithm == "ES256" ? "RS256" : "ES256", "ES384", "PS256", "RS384", "HS256", "EdDSA", "\\u0000"])
        {
            yield return WithHeader($"{{\"alg\":\"{algorithm}\",\"kid\":\"{KeyId}\",\"typ\":\"{Type}\"}}");
        }

        foreach (var header in (string[])["[]", "\"x\"", "null", "1", "", "{", $"{{\"kid\":\"{KeyId}\",\"typ\":\"{Type}\"}}", $"{{\"alg\":[\"{Algorithm}\"],\"kid\":\"{KeyId}\"}}"])
        {
            yield return WithHeader(header);
        }
    }

    /// <summary>Names and values that are no text, each correctly signed: they must be refused and not break what reads them.</summary>
    public IEnumerable<string> NoText()
    {
        foreach (var member in (string[])["\"\\ud800\":1", "\"\\udc00\\ud800\":1", "\"x\":\"\\ud800\"", "\"x\":{\"\\ud800\":[\"\\udfff\"]}"])
        {
            yield return WithMember(member);
            yield return WithClaim(member);
        }

        byte[] bad = [(byte)'"', (byte)'k', 0xB8, (byte)'"', (byte)':', (byte)'1', (byte)','];
        yield return Signed([(byte)'{', .. bad, .. Base64Url.DecodeFromChars(parts[0])[1..]], Base64Url.DecodeFromChars(parts[1]));
        yield return Signed(Base64Url.DecodeFromChars(parts[0]), [(byte)'{', .. bad, .. Base64Url.DecodeFromChars(parts[1])[1..]]);
        yield return WithPayload([.. Encoding.UTF8.GetBytes(Payload[..^1] + ",\"x\":\""), 0xC0, 0xAF, .. "\"}"u8]);
    }

    /// <summary>Claims that two parsers read in two ways, each correctly signed.</summary>
    public IEnumerable<string> BadPayloads()
    {
        yield return WithClaim("\"sub\":\"somebody-else\"");
        yield return WithClaim("\"s\\u0075b\":\"somebody-else\"");
        yield return WithClaim($"\"x\":{new string('[', 40)}{new string(']', 40)}");
        yield return WithClaim("\"x\":{\"y\":1,\"y\":2}");
        yield return WithClaim("\"x\":\"\\ud8\"");
        yield return WithClaim("\"x\":01");
        yield return WithClaim("\"x\":NaN");
        yield return WithClaim("/* x */\"x\":1");
        yield return WithPayload(payload => payload + "x");
        yield return WithPayload(payload => payload + payload);
        yield return WithPayload(payload => payload[..^1] + ",}");
        yield return WithPayload(payload => "[" + payload + "]");
        yield return WithPayload(payload => "\uFEFF" + payload);
        yield return WithPayload(payload => payload.Replace("\"sub\":\"", "\"sub\":\"\\ud800", StringComparison.Ordinal));
        yield return WithPayload(payload => payload.Replace("\"iss\":\"", "\"iss\":\"\\udc00", StringComparison.Ordinal));
        yield return WithPayload(payload => payload.Replace("\"iss\":", "\"ISS\":", StringComparison.Ordinal));
        yield return WithPayload(payload => payload.Replace("\"sub\":", "\"SUB\":", StringComparison.Ordinal));
        yield return WithPayload(payload => payload.Replace(Broker.Issuer, Broker.Issuer + "/", StringComparison.Ordinal));
    }

    private IEnumerable<byte[]> PublicForms()
    {
        var (pem, der, legacy) = key is RsaSecurityKey rsa
            ? (rsa.Rsa.ExportSubjectPublicKeyInfoPem(), rsa.Rsa.ExportSubjectPublicKeyInfo(), rsa.Rsa.ExportRSAPublicKey())
            : (((ECDsaSecurityKey)key).ECDsa.ExportSubjectPublicKeyInfoPem(), ((ECDsaSecurityKey)key).ECDsa.ExportSubjectPublicKeyInfo(), ((ECDsaSecurityKey)key).ECDsa.ExportParameters(false).Q.X!); // a key has it
        return [Encoding.ASCII.GetBytes(pem), Encoding.ASCII.GetBytes(pem + "\n"), Encoding.ASCII.GetBytes(" " + pem), Encoding.ASCII.GetBytes(pem.Replace("\n", "\r\n", StringComparison.Ordinal)), der, legacy, Encoding.UTF8.GetBytes(KeyId), new byte[32]];
    }

    private string Signed(byte[] header, byte[] payload)
    {
        var text = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = key is RsaSecurityKey rsa ? rsa.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : ((ECDsaSecurityKey)key).ECDsa.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    // 64 and 256 bytes both leave four bits of the last character unused.
    private static string OtherLastBits(string part)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return part[..^1] + Alphabet[Alphabet.IndexOf(part[^1], StringComparison.Ordinal) ^ 1];
    }

    private static byte[] Der(byte[] signature)
    {
        byte[] r = [0, .. signature[..32]];
        byte[] s = [0, .. signature[32..]];
        return [0x30, (byte)(r.Length + s.Length + 4), 2, (byte)r.Length, .. r, 2, (byte)s.Length, .. s];
    }
}
