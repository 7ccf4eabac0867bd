using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tokgate.AspNetCore;
using Tokgate.TikTok;

var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["TIKTOK_EMULATOR"] is { Length: > 0 } emulator)
{
    builder.Services.Configure<TikTokOptions>(TikTokDefaults.AuthenticationScheme, options => options.Endpoints = TikTokEndpoints.At(new Uri(emulator)));
}

builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie()
    .AddTikTok(); // TIKTOK_CLIENT_ID and TIKTOK_CLIENT_SECRET from the environment; callback /signin-tiktok

var app = builder.Build();
app.UseAuthentication();
app.MapGet("/login", () => Results.Challenge(new() { RedirectUri = "/" }, [TikTokDefaults.AuthenticationScheme]));
app.MapGet("/", (ClaimsPrincipal user) => user.Identity?.Name ?? "Not signed in: open /login.");
app.Run();
