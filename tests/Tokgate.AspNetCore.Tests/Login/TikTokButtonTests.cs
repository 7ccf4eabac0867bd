using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore.Tests.Hosting;

namespace Tokgate.AspNetCore.Tests.Login;

/// <summary>The button that Razor writes: a link that works without a script. In a page of a sample it is looked at by Chromium.</summary>
public sealed class TikTokButtonTests
{
    private readonly WebApplication _application = Build(static application => application.MapTikTokLogin());

    [Fact]
    public void It_leads_to_the_sign_in_and_back_to_its_page()
    {
        var html = Write(new DefaultHttpContext { Request = { PathBase = "/shop", Path = "/käse", QueryString = new QueryString("?a=1&tiktok_error=access_denied") } }, new TikTokButtonTagHelper { Lang = "en" });

        Assert.StartsWith("""<link href="/shop/api/auth/button.css" rel="stylesheet" /><a class="tokgate-button" href="/shop/api/auth/signin/tiktok?callbackUrl=%2Fshop%2Fk%25C3%25A4se%3Fa%3D1" """, html, StringComparison.Ordinal);
        Assert.EndsWith("</svg><span>Continue with TikTok</span></a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_links_the_style_once()
    {
        var context = new DefaultHttpContext();

        Assert.Contains("button.css", Write(context, new TikTokButtonTagHelper()), StringComparison.Ordinal);
        Assert.DoesNotContain("button.css", Write(context, new TikTokButtonTagHelper()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar-EG", "ar\" data-size", "dir=\"rtl\"")]
    [InlineData("de_AT", "de\" data-size", "Weiter mit TikTok")]
    [InlineData("ja", "ja\" data-size", "TikTok で続行")]
    [InlineData("fr", "en\" data-size", "Continue with TikTok")]
    public void It_speaks_the_languages_of_the_hosted_page(string language, string tag, string words)
    {
        var html = System.Net.WebUtility.HtmlDecode(Write(new DefaultHttpContext(), new TikTokButtonTagHelper { Lang = language }).Replace("&quot;", "'", StringComparison.Ordinal));

        Assert.Contains($"lang=\"{tag}", html, StringComparison.Ordinal);
        Assert.Contains(words, html, StringComparison.Ordinal);
    }

    [Fact]
    public void T_23_What_it_is_told_is_never_markup()
    {
        const string attack = "\" x><script>alert(1)</script>";

        var html = Write(new DefaultHttpContext(), new TikTokButtonTagHelper { CallbackUrl = attack, Lang = attack, Shape = attack, Size = attack, Theme = attack });

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(attack[..3], html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_addresses_it_says_what_is_missing()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Write(new DefaultHttpContext { RequestServices = Build(static _ => { }).Services }, new TikTokButtonTagHelper()));

        Assert.StartsWith(ErrorIds.ButtonWithoutAddress, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_style_is_the_browser_package_s_and_may_be_cached()
    {
        await using var application = await LoginApplication.StartAsync();
        using var client = new HttpClient();

        using var answer = await client.GetAsync(application.At("/api/auth/button.css"));

        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.Public);
        Assert.Contains($"`{await answer.Content.ReadAsStringAsync()}`", await File.ReadAllTextAsync(RepositoryFile("web", "sdk", "src", "style.ts")), StringComparison.Ordinal);
    }

    private static string RepositoryFile(params string[] path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Tokgate.slnx"))) // the tests are inside the repository
        {
            root = root.Parent;
        }

        return Path.Combine([root.FullName, .. path]);
    }

    private static WebApplication Build(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddTikTok();
        var application = builder.Build();
        map(application);
        return application;
    }

    private string Write(DefaultHttpContext context, TikTokButtonTagHelper button)
    {
        context.RequestServices ??= _application.Services;
        button.ViewContext = new ViewContext { HttpContext = context };
        var output = new TagHelperOutput("tiktok-button", [], static (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        button.Process(new TagHelperContext([], new Dictionary<object, object>(), "1"), output);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        output.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
