using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tokgate.TikTok;

namespace Tokgate.Samples;

/// <summary>
/// Signs in from a console program by a loopback redirect (TikTok's Desktop platform): prints the address to open, waits for the callback, shows the user,
/// refreshes once and revokes. Without arguments it talks to TikTok; with an address, to an emulator there.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var options = new TikTokClientOptions
        {
            ClientKey = Environment.GetEnvironmentVariable("TIKTOK_CLIENT_ID") ?? string.Empty,
            ClientSecret = Environment.GetEnvironmentVariable("TIKTOK_CLIENT_SECRET") is { Length: > 0 } secret ? ClientSecret.From(secret) : null,
            Endpoints = args is [var address, ..] ? TikTokEndpoints.At(new Uri(address)) : TikTokEndpoints.Default,
        };
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        try
        {
            return await SignInAsync(new TikTokClient(http, options));
        }
        catch (TikTokConfigurationException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }
    }

    private static async Task<int> SignInAsync(TikTokClient tikTok)
    {
        var redirectUri = Environment.GetEnvironmentVariable("REDIRECT_URI") ?? "http://127.0.0.1:3455/callback/";
        using var listener = new HttpListener();
        listener.Prefixes.Add(redirectUri);
        listener.Start();

        var verifier = CodeVerifier.Create();
        var state = RandomNumberGenerator.GetHexString(32);
        await Console.Out.WriteLineAsync(tikTok.BuildAuthorizationUri(new TikTokAuthorizationRequest
        {
            RedirectUri = redirectUri,
            Scopes = TikTokScopes.Of(TikTokScopeNames.UserInfoBasic, TikTokScopeNames.UserInfoProfile),
            State = state,
            CodeChallenge = verifier.ToChallenge(),
        }));

        var context = await listener.GetContextAsync();
        var query = context.Request.QueryString;
        var callback = TikTokCallback.Parse(query.AllKeys.SelectMany(name => query.GetValues(name) ?? [], (name, value) => KeyValuePair.Create(name ?? string.Empty, (string?)value)));
        context.Response.OutputStream.Write(Encoding.UTF8.GetBytes("You can close this page."));
        context.Response.Close();

        // The state ties the callback to this run; without it anybody could hand us a code of theirs.
        if (callback.State != state || !callback.IsSuccess)
        {
            await Console.Error.WriteLineAsync($"Not signed in: {callback.Error?.ToString() ?? "the callback belongs to another sign-in"}");
            return 1;
        }

        var tokens = await tikTok.ExchangeCodeAsync(callback.Code, redirectUri, verifier);
        if (!tokens.IsSuccess)
        {
            await Console.Error.WriteLineAsync($"No tokens: {tokens.Error}");
            return 1;
        }

        var user = await tikTok.GetUserAsync(tokens.Value.AccessToken, tokens.Value.Scopes);
        await Console.Out.WriteLineAsync($"Signed in as {user.Value?.DisplayName} ({user.Value?.OpenId}), scopes {tokens.Value.Scopes}");

        var refreshed = tokens.Value.RefreshToken is { } refreshToken ? await tikTok.RefreshAsync(refreshToken) : tokens;
        var revoked = await tikTok.RevokeAsync((refreshed.Value ?? tokens.Value).AccessToken);
        await Console.Out.WriteLineAsync(revoked.IsSuccess ? "Refreshed, and revoked again." : $"Not revoked: {revoked.Error}");
        return revoked.IsSuccess ? 0 : 1;
    }
}
