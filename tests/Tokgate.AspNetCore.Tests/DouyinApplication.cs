using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.Emulator;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore.Tests;

/// <summary>An application of a few lines on a real port, signing in with Douyin against an emulator of its own.</summary>
public sealed class DouyinApplication : IAsyncLifetime
{
    private WebApplication _app = null!; // xunit calls InitializeAsync first

    public TikTokEmulator Emulator { get; private set; } = null!; // as above

    public Uri Address { get; private set; } = null!; // as above

    public async Task InitializeAsync()
    {
        Emulator = await TikTokEmulator.StartAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddDouyin(options =>
        {
            options.ClientKey = TikTokEmulator.DouyinClientKey;
            options.ClientSecret = TikTokEmulator.ClientSecret;
            options.Endpoints = DouyinEndpoints.At(Emulator.BaseAddress);
            options.OptionalScopes.Add(new DouyinOptionalScope("friend_relation", IsTicked: true));
            options.SaveTokens = true;
            options.AccessDeniedPath = "/denied";
            options.MapProfile = static profile => profile.SetClaim("mapped", profile.User.Nickname + "!");
            options.Events.OnRemoteFailure = static context =>
            {
                var failure = context.Failure as TikTokAuthenticationException;
                context.HandleResponse();
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return context.Response.WriteAsync($"{failure?.ErrorId}|{failure?.Error?.Code}|{failure?.Error?.Number}|{failure?.Error?.LogId}");
            };
        });
        _app = builder.Build();
        _app.UseAuthentication();
        _app.MapGet("/login", () => Results.Challenge(new() { RedirectUri = "/me" }, [DouyinDefaults.AuthenticationScheme]));
        _app.MapGet("/me", (Delegate)MeAsync);
        _app.MapGet("/denied", () => "denied");
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    private static async Task<IResult> MeAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync();
        if (session is not { Succeeded: true })
        {
            return Results.Unauthorized();
        }

        var claims = session.Principal.Claims.GroupBy(claim => claim.Type).Select(group => KeyValuePair.Create(group.Key, (JsonNode?)new JsonArray([.. group.Select(claim => (JsonNode)claim.Value)])));
        var tokens = session.Properties.GetTokens().Select(token => KeyValuePair.Create(token.Name, (JsonNode?)token.Value));
        return Results.Text(new JsonObject { ["claims"] = new JsonObject(claims), ["tokens"] = new JsonObject(tokens) }.ToJsonString(), "application/json");
    }
}
