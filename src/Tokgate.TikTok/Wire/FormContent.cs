using System.Net.Http.Headers;
using System.Text;

namespace Tokgate.TikTok;

/// <summary>
/// A form (application/x-www-form-urlencoded). FormUrlEncodedContent would parse its own media type at every call, and write a space as a plus.
/// </summary>
internal static class FormContent
{
    // Characters for one: %xx for each of its bytes in UTF-8, of which those outside ASCII have at most three.
    private const int LongestAscii = 3;
    private const int Longest = 9;

    private const int OnStack = 2048;

    private static readonly MediaTypeHeaderValue s_type = new("application/x-www-form-urlencoded");

    public static HttpContent Of(ReadOnlySpan<KeyValuePair<string, string>> parameters)
    {
        var length = 0;
        foreach (var (name, value) in parameters)
        {
            length += name.Length + 2 + (value.Length * (Ascii.IsValid(value) ? LongestAscii : Longest));
        }

        // Not from a pool: it holds the app's secret and somebody's tokens.
        var form = length <= OnStack ? stackalloc char[OnStack] : new char[length];
        var end = 0;
        foreach (var (name, value) in parameters)
        {
            if (end > 0)
            {
                form[end++] = '&';
            }

            name.CopyTo(form[end..]);
            end += name.Length;
            form[end++] = '=';
            Uri.TryEscapeDataString(value, form[end..], out var written); // there is room
            end += written;
        }

        var body = new byte[end];
        Encoding.ASCII.GetBytes(form[..end], body);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = s_type;
        return content;
    }
}
