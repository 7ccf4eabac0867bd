using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>Signs by hand, so that tests can say what a library would refuse to write.</summary>
public static class Jws
{
    public static string Sign(ECDsa key, object header, object payload) => SignText(key, JsonSerializer.Serialize(header), JsonSerializer.Serialize(payload));

    public static string SignText(ECDsa key, string header, string payload)
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
