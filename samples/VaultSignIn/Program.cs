using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Tokgate.AspNetCore;
using Tokgate.TikTok;
using Tokgate.Vault;

var builder = WebApplication.CreateBuilder(args);
var endpoints = builder.Configuration["TIKTOK_EMULATOR"] is { Length: > 0 } emulator ? TikTokEndpoints.At(new Uri(emulator)) : TikTokEndpoints.Default;
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie()
    .AddTikTok(options =>
    {
        options.Endpoints = endpoints;
        options.Scope.Add(TikTokScopeNames.VideoList);
    });
builder.Services.AddDbContext<AppContext>(options => options.UseSqlite(builder.Configuration["Database"] ?? "Data Source=app.db"));

builder.Services.AddTikTokVault(); // the master key is in the file that Tokgate__MasterKeyFile names
builder.Services.AddTikTokVaultStore<AppContext>(); // your own DbContext, with modelBuilder.UseTokgateVault() in it
builder.Services.AddHttpClient("TikTok", http => http.BaseAddress = endpoints.Api).AddTikTokToken();

var app = builder.Build();
using (var scope = app.Services.CreateScope())
{
    scope.ServiceProvider.GetRequiredService<AppContext>().Database.EnsureCreated(); // an application of its own has migrations
}

app.UseAuthentication();
app.MapGet("/login", () => Results.Challenge(new() { RedirectUri = "/" }, [TikTokDefaults.AuthenticationScheme]));
app.MapGet("/", (ClaimsPrincipal user) => user.Identity?.Name ?? "Not signed in: open /login.");

// The token itself, for a program that calls TikTok its own way.
app.MapGet("/token", async Task<IResult> (HttpContext context) =>
{
    var answer = await context.GetTikTokAccessTokenAsync(new TokenRequest { NeededScopes = TikTokScopes.Of(TikTokScopeNames.VideoList) });
    if (answer.IsReauthenticationRequired)
    {
        return Results.Redirect("/login");
    }

    if (!answer.IsActive)
    {
        return Results.Text("TikTok cannot be asked just now.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    return Results.Text(answer.MissingScopes.Count > 0
        ? $"You did not grant {answer.MissingScopes}."
        : $"Generation {answer.Grant.Generation}, good until {answer.Grant.AccessExpiresAt:u}.");
});

// Or a client that adds it, and asks again with a fresh one when TikTok refuses it.
app.MapGet("/profile", async (IHttpClientFactory clients, CancellationToken cancellationToken) =>
    Results.Text(await clients.CreateClient("TikTok").GetStringAsync(new Uri("/v2/user/info/?fields=display_name", UriKind.Relative), cancellationToken)));

app.MapPost("/disconnect", async (HttpContext context, CancellationToken cancellationToken) => $"{await context.DisconnectTikTokAsync(cancellationToken)}");
app.Run();

internal sealed class AppContext(DbContextOptions<AppContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseTokgateVault();
}
