using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Primitives;
using Tokgate.AspNetCore;
using Tokgate.Playground.Sample.Broker;
using Tokgate.Playground.Sample.Pages;

namespace Tokgate.Playground.Sample;

/// <summary>What the page's buttons do: sign in and sign out. Each is a form post with an antiforgery token.</summary>
internal static class SampleEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapPost(SampleApplication.StartPath, SignInAsync);
        app.MapPost(SampleApplication.BrokerStartPath, SignInByBrokerAsync);
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

    private static IResult Expired() => Results.LocalRedirect("/?notice=expired");
}
