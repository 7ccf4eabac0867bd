using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tokgate.Emulator.Wire;

/// <summary>
/// Form or query parameters in the order they came. Written by hand because the token endpoint must never be what a benchmark measures,
/// and because a doubled name has to be seen, not merged.
/// </summary>
internal sealed class FormFields
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<KeyValuePair<string, string>> fields;

    private FormFields(List<KeyValuePair<string, string>> fields, string? doubled)
    {
        this.fields = fields;
        Doubled = doubled;
    }

    public static FormFields Empty { get; } = new([], null);

    public IReadOnlyList<KeyValuePair<string, string>> All => fields;

    /// <summary>The first name that came more than once, or null.</summary>
    public string? Doubled { get; }

    /// <summary>The value, or null when the parameter is absent or empty: TikTok does not tell the two apart.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in fields)
            {
                if (string.Equals(field.Key, name, StringComparison.Ordinal))
                {
                    return field.Value.Length == 0 ? null : field.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Null when an escape is broken or the bytes are not UTF-8.</summary>
    public static FormFields? Parse(ReadOnlySpan<byte> text)
    {
        var fields = new List<KeyValuePair<string, string>>(8);
        string? doubled = null;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'&');
            var pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (name is null || value is null)
            {
                return null;
            }

            doubled ??= Contains(fields, name) ? name : null;
            fields.Add(new(name, value));
        }

        return new FormFields(fields, doubled);
    }

    /// <summary>Reads a raw query string, with or without its question mark.</summary>
    public static FormFields? ParseQuery(string? query)
    {
        if (string.IsNullOrEmpty(query) || query == "?")
        {
            return Empty;
        }

        return Parse(Encoding.UTF8.GetBytes(query.StartsWith('?') ? query[1..] : query));
    }

    /// <summary>The texts of a JSON object; null when it is none.</summary>
    public static FormFields? ParseJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Object ? null : new FormFields(
                [
                    .. document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)
                        .Select(member => KeyValuePair.Create(member.Name, member.Value.GetString()!)), // a string's text is never null
                ],
                doubled: null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Contains(List<KeyValuePair<string, string>> fields, string name)
    {
        foreach (var field in fields)
        {
            if (string.Equals(field.Key, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Decode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return ToText(text);
        }

        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != (byte)'%')
                {
                    rented[length++] = text[i] == (byte)'+' ? (byte)' ' : text[i];
                    continue;
                }

                if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
                {
                    return null;
                }

                rented[length++] = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }

            return ToText(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int HexValue(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static string? ToText(ReadOnlySpan<byte> text)
    {
        if (!Ascii.IsValid(text) && !System.Text.Unicode.Utf8.IsValid(text))
        {
            return null;
        }

        return StrictUtf8.GetString(text);
    }
}
