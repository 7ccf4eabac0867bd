using System.Net.Http.Headers;
using System.Text;

namespace Tokgate.TikTok;

/// <summary>
/// A form (application/x-www-form-urlencoded). FormUrlEncodedContent would parse its own media type at every call, and write a space as a plus.
/// </summary>
internal static class FormContent
{
    private static readonly MediaTypeHeaderValue s_type = new("application/x-www-form-urlencoded");

    public static HttpContent Of(ReadOnlySpan<KeyValuePair<string, string>> parameters)
    {
        var form = new StringBuilder(512);
        foreach (var (name, value) in parameters)
        {
            form.Append(form.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(form.ToString()));
        content.Headers.ContentType = s_type;
        return content;
    }
}
