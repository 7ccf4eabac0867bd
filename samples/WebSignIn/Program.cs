using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tokgate.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie()
    .AddTikTok(); // TIKTOK_CLIENT_ID and TIKTOK_CLIENT_SECRET from the environment; callback /signin-tiktok

var app = builder.Build();
app.UseAuthentication();
app.MapGet("/login", () => Results.Challenge(new() { RedirectUri = "/" }, [TikTokDefaults.AuthenticationScheme]));
app.MapGet("/", (ClaimsPrincipal user) => user.Identity?.Name ?? "Not signed in: open /login.");
app.Run();
