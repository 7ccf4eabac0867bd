using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore.Login;

namespace Tokgate.AspNetCore;

/// <summary>
/// <c>&lt;tiktok-button /&gt;</c>: "Continue with TikTok" as a link to the sign-in of <c>MapTikTokLogin()</c>, without a script and without inline styles. Its style sheet
/// is linked before the first one of a page. Say <c>@addTagHelper *, Tokgate.AspNetCore</c> in <c>_ViewImports.cshtml</c>.
/// </summary>
[HtmlTargetElement("tiktok-button", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TikTokButtonTagHelper : TagHelper
{
    /// <summary>Where the person shall be after signing in: a path of this site.</summary>
    /// <value>Null: the page on which the button stands.</value>
    [HtmlAttributeName("callback-url")]
    public string? CallbackUrl { get; set; }

    /// <summary>The scheme that signs in, when <c>MapTikTokLogin()</c> was called for several.</summary>
    /// <value><c>TikTok</c>.</value>
    [HtmlAttributeName("scheme")]
    public string AuthenticationScheme { get; set; } = TikTokDefaults.AuthenticationScheme;

    /// <summary>The language of the words: <c>ar</c>, <c>de</c>, <c>en</c> or <c>ja</c>, with or without a region.</summary>
    /// <value>Null: that of the request (<see cref="CultureInfo.CurrentUICulture"/>). English stands for every other.</value>
    public string? Lang { get; set; }

    /// <summary><c>small</c> or <c>large</c>.</summary>
    /// <value>Null: between the two.</value>
    public string? Size { get; set; }

    /// <summary><c>pill</c> or <c>square</c>.</summary>
    /// <value>Null: slightly rounded.</value>
    public string? Shape { get; set; }

    /// <summary><c>dark</c> or <c>light</c>: the button itself.</summary>
    /// <value>Null: dark, and light for people who want their pages dark.</value>
    public string? Theme { get; set; }

    /// <summary>The page; Razor sets it.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException"><c>MapTikTokLogin()</c> was not called for the scheme.</exception>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);

        var request = ViewContext.HttpContext.Request;
        var prefix = ViewContext.HttpContext.RequestServices.GetService<TikTokLoginPlaces>()?.Find(AuthenticationScheme) ?? throw new InvalidOperationException(
            $"{ErrorIds.ButtonWithoutAddress}: <tiktok-button> has nowhere to lead: call app.MapTikTokLogin() for the scheme '{AuthenticationScheme}'.");
        var (language, words) = ButtonLook.In(Lang ?? CultureInfo.CurrentUICulture.Name);
        var address = CallbackUrl ?? request.PathBase.Add(request.Path).ToUriComponent() + QueryString.Create(LoginFailures.Without(request.Query)).ToUriComponent();

        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "tokgate-button");
        output.Attributes.SetAttribute("href", $"{request.PathBase.ToUriComponent()}{prefix}/signin/tiktok?callbackUrl={Uri.EscapeDataString(address)}");
        output.Attributes.SetAttribute("rel", "nofollow");
        output.Attributes.SetAttribute("lang", language);
        output.Attributes.SetAttribute("data-size", Size ?? "");
        output.Attributes.SetAttribute("data-shape", Shape ?? "");
        output.Attributes.SetAttribute("data-theme", Theme ?? "");
        if (language == "ar")
        {
            output.Attributes.SetAttribute("dir", "rtl");
        }

        if (ViewContext.HttpContext.Items.TryAdd(typeof(TikTokButtonTagHelper), prefix))
        {
            var link = new TagBuilder("link") { TagRenderMode = TagRenderMode.SelfClosing };
            link.Attributes["rel"] = "stylesheet";
            link.Attributes["href"] = $"{request.PathBase.ToUriComponent()}{prefix}/button.css";
            output.PreElement.SetHtmlContent(link);
        }

        output.Content.SetHtmlContent(ButtonLook.Picture);
        output.Content.AppendHtml("<span>").Append(words).AppendHtml("</span>");
    }
}
