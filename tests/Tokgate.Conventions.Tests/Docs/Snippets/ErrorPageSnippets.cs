using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Conventions.Tests.Docs.Snippets;

/// <summary>The C# of the pages in docs/errors, which the compiler reads here. Nothing calls it.</summary>
internal static class ErrorPageSnippets
{
    internal static TikTokClientOptions Options(IConfiguration configuration, string secret)
    {
        var options = new TikTokClientOptions { ClientKey = configuration["TIKTOK_CLIENT_ID"] ?? "", ClientSecret = ClientSecret.From(secret) };
        options.Endpoints = TikTokEndpoints.At(new Uri("http://localhost:5082"));
        options.Timeout = TimeSpan.FromSeconds(10);
        options.MaxResponseBytes = 1024 * 1024;
        options.Retry = new TikTokRetryOptions { MaxAttempts = 1 };
        return options;
    }

    internal static IEnumerable<TikTokAuthorizationRequest> Requests(TikTokScopes scopes, string state, int port)
    {
        var verifier = CodeVerifier.Create();
        var challenge = verifier.ToChallenge();
        yield return new TikTokAuthorizationRequest
        {
            Scopes = TikTokScopes.Of(TikTokScopeNames.UserInfoBasic),
            State = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            CodeChallenge = challenge,
            AdditionalParameters = [new("x-campaign", "autumn")],
            RedirectUri = $"http://127.0.0.1:{port}/callback/" // registered as http://127.0.0.1:*/callback/
        };
        foreach (var made in WithChallenge(scopes, state))
        {
            yield return made;
        }
    }

    internal static IEnumerable<TikTokAuthorizationRequest> WithChallenge(TikTokScopes scopes, string state)
    {
        var verifier = CodeVerifier.Create();
        var request = new TikTokAuthorizationRequest
        {
            RedirectUri = "http://localhost:5080/signin-tiktok",
            Scopes = scopes,
            State = state,
            CodeChallenge = verifier.ToChallenge(),
        };
        yield return request;
    }

    internal static IEnumerable<object> RedirectUris() =>
    [
        TikTokRedirectUri.Check("https://app.example/callback", TikTokPlatform.Web),
        TikTokRedirectUri.Check("http://localhost:5080/callback", TikTokPlatform.Desktop),
        TikTokRedirectUri.PlatformOf("http://localhost:5080/callback"),
    ];

    internal static bool Webhook(byte[] body, string signature, ClientSecret secret, HashSet<string> known)
    {
        if (TikTokWebhook.Verify(body, signature, secret, TimeProvider.System, TimeSpan.FromMinutes(5)).IsValid
            && TikTokWebhookEvent.TryParse(body, out var received))
        {
            return known.Add(received.DeduplicationKey); // false: a repeated delivery
        }

        return false;
    }

    internal static async Task<TimeSpan?> AskAsync(Func<Task> askAsync)
    {
        try
        {
            await askAsync();
            return null;
        }
        catch (TikTokProtocolException exception) when (exception.Outcome == TikTokOutcome.Retryable)
        {
            return exception.RetryAfter; // how long to wait, if TikTok said it
        }
    }

    internal static void BehindAProxy(WebApplicationBuilder builder, WebApplication app)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            o.KnownProxies.Add(IPAddress.Parse("10.0.0.1")); // your proxy
        });
        app.UseForwardedHeaders();
    }

    internal static IResult Challenge() =>
        Results.Challenge(new TikTokChallengeProperties { Prompt = "select_account" }, [TikTokDefaults.AuthenticationScheme]);

    internal static void LoginEndpoints(WebApplicationBuilder builder)
    {
        builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddTikTok();

        var app = builder.Build();
        app.MapTikTokLogin("/api/auth");
    }

    internal static void Vaults(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddCookie().AddTikTok();
        builder.Services.AddTikTokVault();
        builder.Services.AddHttpClient("TikTok").AddTikTokToken();
    }

    internal static void Owner(WebApplicationBuilder builder) =>
        builder.Services.AddTikTokVault(vault => vault.FindOwner = context =>
            ValueTask.FromResult(context.HttpContext.User.FindFirst("my-user-id")?.Value));

    internal static void RateLimit(IHttpClientBuilder client) => client
        .AddTikTokToken(options => options.MaxRateLimitWait = TimeSpan.FromSeconds(20));

    internal static async Task<bool> TokenAsync(HttpContext context)
    {
        var answer = await context.GetTikTokAccessTokenAsync();
        return answer.IsActive;
    }

    internal static IEnumerable<MasterKeyRing> Rings() =>
    [
        new MasterKeyRing(new MasterKeyFile("master.key"), new MasterKeyFile("next.key")),
        new MasterKeyRing(new MasterKeyFile("next.key")),
        new MasterKeyRing(new MasterKeyCommand("/usr/local/bin/unwrap", "--key", "tokgate")),
        new MasterKeyRing(new MasterKeyFile("next.key"), new MasterKeyFile("master.key")),
    ];

    internal static void VaultOptions(IServiceCollection services, MasterKeyRing keys)
    {
        services.AddTikTokVault(keys, options => options.Lease = TimeSpan.FromSeconds(30));
        services.AddTikTokVault(keys, options => options.CommitRetryFor = TimeSpan.FromHours(1));
    }
}
