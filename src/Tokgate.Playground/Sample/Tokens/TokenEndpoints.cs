using Microsoft.AspNetCore.Antiforgery;
using Tokgate.AspNetCore;
using Tokgate.Vault;

namespace Tokgate.Playground.Sample.Tokens;

/// <summary>What the buttons beside the tokens do: refresh, disconnect here, disconnect at TikTok. Each is a form post with an antiforgery token.</summary>
/// <remarks>Owns <c>/refresh</c>, <c>/disconnect</c> and <c>/disconnect-at-tiktok</c>; what they end in is told by the start page, by the notice that its address names.</remarks>
internal static class TokenEndpoints
{
    public const string RefreshPath = "/refresh";
    public const string DisconnectPath = "/disconnect";
    public const string DisconnectAtTikTokPath = "/disconnect-at-tiktok";

    public static void Map(WebApplication app)
    {
        app.MapPost(RefreshPath, RefreshAsync).RequireAuthorization();
        app.MapPost(DisconnectPath, DisconnectAsync).RequireAuthorization();
        app.MapPost(DisconnectAtTikTokPath, DisconnectAtTikTokAsync).RequireAuthorization();
    }

    public static async Task<Grant?> FindGrantAsync(HttpContext context) =>
        context.User.FindFirst(TikTokClaimTypes.Grant)?.Value is { } id ? await context.RequestServices.GetRequiredService<TikTokVault>().FindAsync(id, context.RequestAborted) : null;

    private static async Task<IResult> RefreshAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Say("expired");
        }

        if (await FindGrantAsync(context) is not { } grant)
        {
            return Results.LocalRedirect("/");
        }

        // A token that TikTok has refused, as it were: nothing else makes the vault refresh one that is good for hours.
        var answer = await context.GetTikTokAccessTokenAsync(new TokenRequest { RefusedGeneration = grant.Generation }, context.RequestAborted);
        return Say(answer switch
        {
            { IsActive: true } => "refreshed",
            { IsReauthenticationRequired: true } => "over",
            { Cause: AttemptCause.RateLimited or AttemptCause.RequestRefused or AttemptCause.AppRefused or AttemptCause.UpstreamError } => "refused",
            _ => "unanswered",
        });
    }

    private static async Task<IResult> DisconnectAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Say("expired");
        }

        return Say(await context.DisconnectTikTokAsync(context.RequestAborted) == RevokeOutcome.Pending ? "disconnecting" : "disconnected");
    }

    private static async Task<IResult> DisconnectAtTikTokAsync(HttpContext context, IAntiforgery antiforgery, EmulatorControl emulator)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Say("expired");
        }

        return await FindGrantAsync(context) is { } grant && await emulator.RemoveAuthorizationAsync(grant, context.RequestAborted) ? Say("removed") : Say("unknown");
    }

    private static IResult Say(string notice) => Results.LocalRedirect($"/?notice={notice}");
}
