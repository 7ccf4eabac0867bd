using Tokgate.Emulator.Media;
using Tokgate.Emulator.Requests;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Hosting;

/// <summary>One switch over the path, instead of a pipeline: the token endpoint must cost next to nothing.</summary>
/// <remarks>
/// Owns the order of things for every request: body, guard, endpoint, log, answer. Endpoints are synchronous functions from
/// <see cref="Received"/> to <see cref="Answer"/>.
/// </remarks>
internal sealed class Router(EmulatorParts parts, HostGuard guard)
{
    public async Task HandleAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        var request = new Received(context.Request, parts.World.Clock.Now, body);
        if (guard.Refuse(request, context.Request) is { } refusal)
        {
            await AnswerWriter.WriteAsync(context, request, refusal);
            return;
        }

        var answer = Route(request);
        if (request.Path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            parts.Requests.Add(new RequestEntry(request, answer.Status, null));
        }

        await AnswerWriter.WriteAsync(context, request, answer);
    }

    private Answer Route(Received request) => (request.Path, request.Method) switch
    {
        (Paths.Token, "POST") => parts.Token.Handle(request),
        (Paths.UserInfo, "GET") => parts.UserInfo.Handle(request),
        (Paths.Authorize or Paths.AuthorizeWithoutSlash, "GET") => parts.Authorize.Handle(request),
        (Paths.Revoke, "POST") => parts.Revoke.Handle(request),
        (Paths.VideoList, "POST") => parts.Videos.List(request),
        (Paths.VideoQuery, "POST") => parts.Videos.Query(request),
        ("/health/live" or "/health/ready", "GET" or "HEAD") => Answer.Text(200, "Healthy"),
        _ when request.Path.StartsWith(Paths.Media, StringComparison.Ordinal) => MediaEndpoint.Handle(request),
        _ when request.Path.StartsWith(Paths.Control, StringComparison.Ordinal) => parts.Control.Handle(request),
        _ => Answer.UnsupportedPath(),
    };
}
