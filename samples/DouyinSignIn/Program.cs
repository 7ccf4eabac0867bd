using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tokgate.AspNetCore;
using Tokgate.TikTok;

var builder = WebApplication.CreateBuilder(args);
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie()
    .AddDouyin(options => // DOUYIN_CLIENT_KEY and DOUYIN_CLIENT_SECRET from the environment; callback /signin-douyin
    {
        options.OptionalScopes.Add(new DouyinOptionalScope("friend_relation", IsTicked: false));
        options.SaveTokens = true;
        options.AccessDeniedPath = "/cancelled";
        if (builder.Configuration["DOUYIN_EMULATOR"] is { Length: > 0 } emulator)
        {
            options.Endpoints = DouyinEndpoints.At(new Uri(emulator));
        }
    });

var app = builder.Build();
app.UseAuthentication();
app.MapGet("/login", () => Results.Challenge(new() { RedirectUri = "/" }, [DouyinDefaults.AuthenticationScheme]));
app.MapGet("/cancelled", () => Page("""<p data-testid="error">You cancelled. <a href="/login">Try again</a></p>"""));
app.MapGet("/", async (HttpContext context) =>
{
    if (context.User.Identity?.Name is not { } name)
    {
        return Page("""<a data-testid="continue-with-douyin" href="/login"><span lang="zh-CN">使用抖音登录</span> Continue with Douyin</a>""");
    }

    var scopes = string.Join(", ", context.User.FindAll(DouyinClaimTypes.Scope).Select(claim => claim.Value));
    var until = DateTimeOffset.Parse(await context.GetTokenAsync(TikTokTokenNames.RefreshExpiresAt) ?? "", CultureInfo.InvariantCulture);
    return Page($"""
        <p data-testid="signed-in-as">Signed in as {WebUtility.HtmlEncode(name)}</p>
        <p>open_id <code>{WebUtility.HtmlEncode(context.User.FindFirstValue(ClaimTypes.NameIdentifier))}</code>, granted <code data-testid="scopes">{WebUtility.HtmlEncode(scopes)}</code></p>
        <p>Renew the refresh token within <span data-testid="days">{(until - TimeProvider.System.GetUtcNow()).TotalDays:0}</span> days.</p>
        """);
});
app.Run();

static IResult Page(string content) => Results.Content($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Douyin</title><main>{content}</main></html>", "text/html");
