using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Tokgate.Server.Protocol;

/// <summary>
/// application/x-www-form-urlencoded, strictly: a stray percent sign, bytes that are no UTF-8 and control characters refuse the whole text. The
/// framework's reader repairs these silently, and two readers that repair differently are how parameters get smuggled.
/// </summary>
internal static class FormText
{
    public static bool TryParse(ReadOnlySpan<byte> text, Parameters into)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'&');
            var pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var split = pair.IndexOf((byte)'=');
            var rawName = split < 0 ? pair : pair[..split];
            var rawValue = split < 0 ? default : pair[(split + 1)..];
            if (!TryDecode(rawName, out var name) || !TryDecode(rawValue, out var value) || !into.TryAdd(name, value))
            {
                return false;
            }
        }

        return true;
    }

    public static bool TryDecode(ReadOnlySpan<byte> text, out string value)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return TryText(text, out value);
        }

        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = Unescape(text, rented);
            value = "";
            return length >= 0 && TryText(rented.AsSpan(0, length), out value);
        }
        finally
        {
            // Passwords and assertions pass here.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static int Unescape(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var octet = text[index];
            if (octet == '%')
            {
                if (index + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[index + 1]) || !char.IsAsciiHexDigit((char)text[index + 2]))
                {
                    return -1;
                }

                octet = (byte)((Hex(text[index + 1]) << 4) | Hex(text[index + 2]));
                index += 2;
            }
            else if (octet == '+')
            {
                octet = (byte)' ';
            }

            into[length++] = octet;
        }

        return length;
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool TryText(ReadOnlySpan<byte> utf8, out string value)
    {
        if (utf8.ContainsAnyInRange((byte)0, (byte)0x1F) || utf8.Contains((byte)0x7F) || !Utf8.IsValid(utf8))
        {
            value = "";
            return false;
        }

        value = Encoding.UTF8.GetString(utf8);
        return true;
    }
}
