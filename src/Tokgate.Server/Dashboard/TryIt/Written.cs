using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Tokgate.Server.Dashboard;

/// <summary>Sentences of docs/errors on a page: what stands between backticks there is code here. Nothing else of Markdown is in them.</summary>
internal static class Written
{
    public static IHtmlContent Words(this IHtmlHelper html, string? text)
    {
        var content = new HtmlContentBuilder();
        foreach (var (index, part) in (text ?? "").Split('`').Index())
        {
            content.AppendHtml(index % 2 == 0 ? HtmlEncoder.Default.Encode(part) : $"<code>{HtmlEncoder.Default.Encode(part)}</code>");
        }

        return content;
    }
}
