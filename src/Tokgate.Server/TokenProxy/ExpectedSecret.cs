using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Server.TokenProxy;

/// <summary>
/// What a caller must say. It is filled up to a round length, so that the time of comparing does not tell how long it is; a hash would do the same at a higher
/// price than the rest of what the proxy itself does for a request.
/// </summary>
internal sealed class ExpectedSecret
{
    private const int Step = 64;
    private const int OnStack = 4 * Step;

    private readonly byte[] filled;

    public ExpectedSecret(string secret)
    {
        var length = sizeof(int) + Encoding.UTF8.GetByteCount(secret);
        filled = new byte[(length + Step - 1) / Step * Step];
        TryFill(filled, secret);
    }

    public bool Is(string presented)
    {
        var other = filled.Length <= OnStack ? stackalloc byte[OnStack] : new byte[filled.Length];
        other = other[..filled.Length];
        return TryFill(other, presented) && CryptographicOperations.FixedTimeEquals(filled, other);
    }

    // With its length, or zeros at the end would count for nothing.
    private static bool TryFill(Span<byte> into, string text)
    {
        if (!Encoding.UTF8.TryGetBytes(text, into[sizeof(int)..], out var length))
        {
            return false;
        }

        BinaryPrimitives.WriteInt32LittleEndian(into, length);
        return true;
    }
}
