using System.Net;
using System.Net.Sockets;

namespace Tokgate.Server.Audit;

/// <summary>Strangers' words made safe to store and to show in a terminal: bounded and without control characters (T-74).</summary>
internal static class AuditText
{
    public const int MaxWord = 128;
    public const int MaxUserAgent = 200;

    public static string? Clean(string? text, int max)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length <= max && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && text.All(IsPlain))
        {
            return text;
        }

        return new string([.. text.Where(IsPlain).Take(max)]);
    }

    /// <summary>Truncated: the network and not the person, 24 bits of IPv4 and 48 of IPv6.</summary>
    public static string? Of(IPAddress? address, AuditAddress keep)
    {
        if (address is null)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (keep == AuditAddress.Full)
        {
            return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()).ToString() : address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        bytes[(length == 4 ? 3 : 6)..length].Clear();
        return new IPAddress(bytes[..length]).ToString();
    }

    // Halves of surrogate pairs go too: a cut may make some, and PostgreSQL takes none.
    private static bool IsPlain(char letter) =>
        !char.IsControl(letter) && !char.IsSurrogate(letter) && char.GetUnicodeCategory(letter) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
