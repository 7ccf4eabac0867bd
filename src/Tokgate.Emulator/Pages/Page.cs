using System.Text;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Pages;

/// <summary>The frame of every page: the banner that this is not TikTok, styles, and a policy under which no script runs.</summary>
/// <remarks>
/// Owns look and policy of the emulator's pages, which are plain builders: they need no view engine and no static assets, so they work in any
/// process. Does not own what a page says; that is its feature's.
/// </remarks>
internal static class Page
{
    // No form-action here on purpose. Chromium applies it to every hop of the redirect that answers a form, and the consent form's answer goes
    // through the application's callback to wherever that leads, which nobody can list. There is no script and no unencoded value to abuse it.
    private const string LeavingPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors 'none'";

    private const string StayingPolicy = LeavingPolicy + "; form-action 'self'";

    public static Answer Answer(string title, Html content, bool formLeaves = false, int status = 200, IReadOnlyList<string>? cookies = null, bool isDouyin = false)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="{(isDouyin ? "zh-CN" : "en")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" href="{Paths.Icon}" type="image/svg+xml">
            <link rel="stylesheet" href="{Paths.Styles}">
            </head>
            <body>
            {Banner(isDouyin)}
            <main>
            {content}
            </main>
            </body>
            </html>
            """);
        return new Answer
        {
            Status = status,
            ContentType = Wire.Answer.HtmlType,
            Body = Encoding.UTF8.GetBytes(page.Text),
            ContentSecurityPolicy = formLeaves ? LeavingPolicy : StayingPolicy,
            Cookies = cookies ?? [],
        };
    }

    private static Html Banner(bool isDouyin) => isDouyin
        ? Html.Of($"""<p class="banner" role="note"><strong>抖音模拟器。</strong>这是开发者电脑上的 Tokgate，不是抖音，不涉及任何真实账号。<span lang="en"><strong>Douyin emulator.</strong> This is Tokgate on a developer’s machine, not Douyin.</span></p>""")
        : Html.Of($"""<p class="banner" role="note"><strong>TikTok emulator.</strong> This is Tokgate on a developer’s machine, not TikTok. Nobody’s real account is involved.</p>""");

    public static Answer Styles() =>
        new() { ContentType = "text/css; charset=utf-8", Body = Stylesheet.Bytes, Cacheable = true };

    public static Answer Icon() => new()
    {
        ContentType = "image/svg+xml",
        Cacheable = true,
        Body = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#5b4be0"/><path d="M9 10h14v4h-5v10h-4V14H9z" fill="#fff"/></svg>
            """u8.ToArray(),
    };
}
