using System.Security.Cryptography;

namespace Tokgate.Server.Protocol;

/// <summary>JSON that anyone may read and keep, made once, with the tag by which they ask whether it has changed.</summary>
internal sealed class PublicDocument(ReadOnlyMemory<byte> bytes)
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <value>A strong entity tag with its quotes.</value>
    public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 16))}\"";
}
