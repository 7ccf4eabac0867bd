using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Pages;

/// <summary>
/// The one way back to a client. Every answer, success or not, carries the state as it came and who answers (RFC 9207); the address is a matched one by its
/// type. In form_post nothing of it stands in an address.
/// </summary>
internal sealed class AuthorizationAnswers(Issuer issuer, IPushedAnswers pushed, HostedPages pages, AuditTrail trail, BrokerMeter meter)
{
    public async Task CodeAsync(HttpContext context, MatchedRedirectUri target, AuthorizationRequest request, Handle code)
    {
        // Here, where every code passes, and not where requests are picked up: a reload before the sign-in must work (RFC 9126, 4). The price is a code in the
        // database that nobody has seen and that ends within a minute.
        if (request.PushedId is { } id && !await pushed.TryAnswerAsync(id, context.RequestAborted))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown), request.UiLocales);
            return;
        }

        await SendAsync(context, target, request.ResponseMode, request.State, [new("code", code.Reveal())]);
    }

    public Task ErrorAsync(HttpContext context, RedirectError error, ResponseMode mode)
    {
        meter.SignIn("refused", error.Error.Code, AuditContext.Find(context)?.Connection);
        trail.Record(trail.New(AuditNames.SignInRefused) with { Cause = error.Error.Code });
        return SendAsync(context, error.Target, mode, error.State, [new("error", error.Error.Code), new("error_description", error.Error.Description)]);
    }

    private Task SendAsync(HttpContext context, MatchedRedirectUri target, ResponseMode mode, string? state, List<KeyValuePair<string, string>> parameters)
    {
        if (state is not null)
        {
            parameters.Add(new("state", state));
        }

        parameters.Add(new("iss", issuer.Value));
        if (mode == ResponseMode.FormPost)
        {
            return pages.ShowAsync(context, "~/Pages/FormPost.cshtml", new FormPostView(target.Value, parameters));
        }

        BrowserRedirect.Send(context, target.With(parameters));
        return Task.CompletedTask;
    }
}
