using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.FileProviders;
using Tokgate.TikTok;

var builder = WebApplication.CreateBuilder(args);
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie()
    .AddTikTok(options =>
    {
        if (builder.Configuration["TIKTOK_EMULATOR"] is { Length: > 0 } emulator)
        {
            options.Endpoints = TikTokEndpoints.At(new Uri(emulator));
        }
    });
builder.Services.AddRazorPages();

var app = builder.Build();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return next(context);
});
app.UseStaticFiles();

// The browser package, as `npm run build` in web/sdk makes it. In an application of your own it comes from npm.
var package = Path.GetFullPath(builder.Configuration["BrowserPackage"] ?? "../../web/sdk/dist", app.Environment.ContentRootPath);
app.UseStaticFiles(new StaticFileOptions { RequestPath = "/tokgate", FileProvider = new PhysicalFileProvider(package) });

app.MapTikTokLogin("/api/auth"); // register …/api/auth/callback/tiktok at TikTok
app.MapRazorPages();
app.Run();
