using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Tokgate.Server.Dashboard;

/// <summary>Small things that stand on many pages.</summary>
internal static class Drawing
{
    private const string Folder = "Assets/vendor/tabler-icons-3.51.0/";

    private static readonly FrozenDictionary<string, HtmlString> Icons = Read();

    /// <summary>One of Tabler's signs, which says nothing that does not stand beside it in words.</summary>
    public static IHtmlContent Icon(this IHtmlHelper html, string name) => Icons[name];

    /// <summary>In UTC, so that two people who talk about it mean the same; a script adds how long ago that is.</summary>
    public static IHtmlContent Time(this IHtmlHelper html, DateTimeOffset? instant)
    {
        if (instant is null)
        {
            return new HtmlString("<span class=\"text-secondary\">–</span>");
        }

        var utc = instant.Value.UtcDateTime;
        return new HtmlString(string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{utc:yyyy-MM-dd'T'HH:mm:ss'Z'}\">{utc:yyyy-MM-dd HH:mm} UTC</time>"));
    }

    private static FrozenDictionary<string, HtmlString> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".svg", StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Folder.Length..^".svg".Length], name => Draw(assembly, name), StringComparer.Ordinal);
    }

    private static HtmlString Draw(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!; // a name that it gave us
        var svg = XElement.Load(stream);
        svg.SetAttributeValue("class", "icon");
        svg.SetAttributeValue("aria-hidden", "true");
        return new HtmlString(svg.ToString(SaveOptions.DisableFormatting));
    }
}
