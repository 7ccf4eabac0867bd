using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Primitives;
using Tokgate.AspNetCore;
using Tokgate.Playground.Sample.Broker;
using Tokgate.Playground.Sample.Pages;
using Tokgate.TikTok;

namespace Tokgate.Playground.Sample;

/// <summary>What the page's buttons do: sign in, refresh, sign out. Each is a form post with an antiforgery token.</summary>
internal static class SampleEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapPost(SampleApplication.StartPath, SignInAsync);
        app.MapPost(SampleApplication.BrokerStartPath, SignInByBrokerAsync);
        app.MapPost(SampleApplication.RefreshPath, RefreshAsync).RequireAuthorization();
        app.MapPost(SampleApplication.SignOutPath, SignOutAsync);
        app.MapGet("/health/live", static () => "live");
        app.MapGet("/health/ready", static () => "ready");
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Expired();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var asked = IndexModel.Askable.Where(scope => scope.Required || form["scope"].Contains(scope.Name, StringComparer.Ordinal));
        var properties = new TikTokChallengeProperties
        {
            RedirectUri = "/",
            Scope = [.. asked.Select(scope => scope.Name)],
            Prompt = StringValues.IsNullOrEmpty(form["switch"]) ? null : "select_account",
        };
        return Results.Challenge(properties, [TikTokDefaults.AuthenticationScheme]);
    }

    private static async Task<IResult> SignInByBrokerAsync(HttpContext context, IAntiforgery antiforgery)
        => await antiforgery.IsRequestValidAsync(context)
            ? Results.Challenge(new AuthenticationProperties { RedirectUri = "/" }, [BrokerDefaults.Scheme])
            : Expired();

    private static async Task<IResult> RefreshAsync(HttpContext context, IAntiforgery antiforgery, TikTokClient tikTok)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Expired();
        }

        var session = await context.AuthenticateAsync();
        if (session is not { Succeeded: true } || session.Properties.GetTokenValue(TikTokTokenNames.RefreshToken) is not { } refreshToken)
        {
            return Results.LocalRedirect("/");
        }

        // The request's own cancellation is not passed on: TikTok retires the old refresh token when it answers, and a reader who goes away must not lose the new one.
        TikTokResult<TikTokTokens> refreshed;
        try
        {
            refreshed = await tikTok.RefreshAsync(RefreshToken.From(refreshToken), CancellationToken.None);
        }
        catch (Exception failure) when (failure is TikTokProtocolException or HttpRequestException or IOException or TaskCanceledException)
        {
            return Results.LocalRedirect("/?refresh=unanswered");
        }

        if (!refreshed.IsSuccess)
        {
            return Results.LocalRedirect(refreshed.Error.IsReauthenticationRequired ? "/?refresh=over" : "/?refresh=refused");
        }

        Update(session.Properties, refreshed.Value);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, session.Principal, session.Properties);
        return Results.LocalRedirect("/?refresh=done");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Expired();
        }

        var session = await context.AuthenticateAsync();
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return BrokerSignIn.SignOutAddress(context, session) is { } broker ? Results.Redirect(broker) : Results.LocalRedirect("/");
    }

    private static void Update(AuthenticationProperties properties, TikTokTokens tokens)
    {
        properties.UpdateTokenValue(TikTokTokenNames.AccessToken, tokens.AccessToken.Reveal());
        properties.UpdateTokenValue(TikTokTokenNames.ExpiresAt, tokens.ExpiresAt.ToString("o", CultureInfo.InvariantCulture));
        if (tokens.RefreshToken is not null)
        {
            properties.UpdateTokenValue(TikTokTokenNames.RefreshToken, tokens.RefreshToken.Reveal());
        }

        if (tokens.RefreshExpiresAt is { } refreshExpiresAt)
        {
            properties.UpdateTokenValue(TikTokTokenNames.RefreshExpiresAt, refreshExpiresAt.ToString("o", CultureInfo.InvariantCulture));
        }
    }

    private static IResult Expired() => Results.LocalRedirect("/?expired=true");
}
