using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Tokgate.AspNetCore.Login;

/// <summary>How the button looks and what it says: as <c>&lt;tokgate-button&gt;</c> of the browser package, which has the same style sheet and words.</summary>
internal static class ButtonLook
{
    /// <summary>The note of Tabler's icons (MIT), filled.</summary>
    public const string Picture =
        """<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M21 7.917v4.034a9.948 9.948 0 0 1-5-1.951v4.5a6.5 6.5 0 1 1-8-6.326v4.326a2.5 2.5 0 1 0 4 2v-11.5h4.083a6.005 6.005 0 0 0 4.917 4.917z"/></svg>""";

    private static readonly Lazy<byte[]> s_style = new(Read);

    /// <summary>The words and their language: that of the tag (<c>de-AT</c>), or English.</summary>
    public static (string Language, string Words) In(string? tag) => tag?.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "ar" => ("ar", "المتابعة باستخدام TikTok"),
        "de" => ("de", "Weiter mit TikTok"),
        "ja" => ("ja", "TikTok で続行"),
        _ => ("en", "Continue with TikTok"),
    };

    public static Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/css; charset=utf-8";
        response.ContentLength = s_style.Value.Length;
        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.Body.WriteAsync(s_style.Value, context.RequestAborted).AsTask();
    }

    private static byte[] Read()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("button.css")!; // embedded by the project file
        using var buffer = new MemoryStream();
        resource.CopyTo(buffer);
        return buffer.ToArray();
    }
}
