using Tokgate.Emulator.Control;
using Tokgate.Emulator.Faults;
using Tokgate.Emulator.Media;
using Tokgate.Emulator.Pages;
using Tokgate.Emulator.Requests;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Hosting;

/// <summary>One switch over the path, instead of a pipeline: the token endpoint must cost next to nothing.</summary>
/// <remarks>
/// Owns the order of things for every request: body, guard, endpoint, log, checker, answer. Endpoints are synchronous functions from
/// <see cref="Received"/> to <see cref="Answer"/>.
/// </remarks>
internal sealed class Router(EmulatorParts parts, HostGuard guard, FaultStriker striker, StateFile? file)
{
    public async Task HandleAsync(HttpContext context)
    {
        var arrived = parts.Checker.Arrive();
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        var request = new Received(context.Request, parts.World.Clock.Now, body);
        file?.Touch();
        if (guard.Refuse(request, context.Request) is { } refusal)
        {
            parts.Checker.Record(arrived, request, refusal);
            await AnswerWriter.WriteAsync(context, request, refusal);
            return;
        }

        var isWire = request.Path.StartsWith("/v2/", StringComparison.Ordinal) || Paths.IsDouyin(request.Path);
        if (RealNames.Refuse(request) is { } notThere)
        {
            // A path of the other host is a mistake that a developer looks for.
            if (isWire)
            {
                parts.Requests.Add(new RequestEntry(request, notThere.Status, null));
            }

            parts.Checker.Record(arrived, request, notThere);
            await AnswerWriter.WriteAsync(context, request, notThere);
            return;
        }

        if (isWire && parts.Faults.Take(request.Path == Paths.AuthorizeWithoutSlash ? Paths.Authorize : request.Path) is { } fault)
        {
            await StrikeAsync(context, request, fault, arrived);
            return;
        }

        var answer = Route(request);
        if (isWire)
        {
            parts.Requests.Add(new RequestEntry(request, answer.Status, null));
        }

        parts.Checker.Record(arrived, request, answer);
        await AnswerWriter.WriteAsync(context, request, answer);
    }

    private async Task StrikeAsync(HttpContext context, Received request, Fault fault, long arrived)
    {
        var struck = await striker.StrikeAsync(fault, context, request, Route);
        parts.Requests.Add(new RequestEntry(request, struck?.Answer.Status ?? 0, FaultsControl.NameOf(fault.Kind)));
        parts.Checker.Record(arrived, request, struck?.Answer);
        if (struck is not { } it)
        {
            return;
        }

        await AnswerWriter.WriteAsync(context, request, it.Answer, it.DeclaredLength);
        if (it.DeclaredLength is not null)
        {
            // Half of the declared bytes are out; ending here cuts the answer in the middle.
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }

    private Answer Route(Received request) => (request.Path, request.Method) switch
    {
        (Paths.Token, "POST") => parts.Token.Handle(request),
        (Paths.UserInfo, "GET") => parts.UserInfo.Handle(request),
        (Paths.Authorize or Paths.AuthorizeWithoutSlash, "GET") => parts.Authorize.Handle(request),
        (Paths.Consent, "GET") => parts.Authorize.ShowPending(request),
        (Paths.Consent, "POST") => parts.Authorize.Submit(request),
        (Paths.GetQrCode, "POST") => parts.Qr.Create(request),
        (Paths.CheckQrCode, "POST") => parts.Qr.Check(request),
        (Paths.Scan, "GET") => parts.Scan.Show(request),
        (Paths.Scan, "POST") => parts.Scan.Submit(request),
        (Paths.DouyinConnect, "GET") => parts.DouyinAuthorize.Handle(request),
        (Paths.DouyinConsent, "GET") => parts.DouyinAuthorize.ShowPending(request),
        (Paths.DouyinConsent, "POST") => parts.DouyinAuthorize.Submit(request),
        (Paths.DouyinToken, "POST") => parts.DouyinTokens.Exchange(request),
        (Paths.DouyinRefresh, "POST") => parts.DouyinTokens.Refresh(request),
        (Paths.DouyinRenew, "POST") => parts.DouyinTokens.Renew(request),
        (Paths.DouyinClientToken, "POST") => parts.DouyinClientToken.Handle(request),
        (Paths.DouyinUserInfo, "POST") => parts.DouyinUserInfo.Handle(request),
        ("/", "GET" or "HEAD") => parts.Index.Show(),
        (Paths.Styles, "GET" or "HEAD") => Page.Styles(),
        (Paths.Icon, "GET" or "HEAD") => Page.Icon(),
        (Paths.Revoke, "POST") => parts.Revoke.Handle(request),
        (Paths.VideoList, "POST") => parts.Videos.List(request),
        (Paths.VideoQuery, "POST") => parts.Videos.Query(request),
        ("/health/live" or "/health/ready", "GET" or "HEAD") => Answer.Text(200, "Healthy"),
        _ when request.Path.StartsWith(Paths.Media, StringComparison.Ordinal) => MediaEndpoint.Handle(request),
        _ when request.Path.StartsWith(Paths.Control, StringComparison.Ordinal) => parts.Control.Handle(request),
        _ => Answer.UnsupportedPath(),
    };
}
