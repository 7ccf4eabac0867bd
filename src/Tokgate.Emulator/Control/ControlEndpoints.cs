using Tokgate.Emulator.Checker;
using Tokgate.Emulator.Faults;
using Tokgate.Emulator.Qr;
using Tokgate.Emulator.Requests;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Webhooks;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary><c>/_emulator/…</c>: what a developer or a test does to the emulator. Never part of TikTok's wire.</summary>
/// <remarks>
/// Owns the routes and the guard against other sites: a page of another origin may neither call nor read this. Every refusal is JSON with an
/// id, what, where and how to mend. The rooms it drives own what the calls mean.
/// </remarks>
internal sealed class ControlEndpoints(
    World world, AuthorizationRemoval removal, WebhookOutbox outbox, RequestLog requests, FaultBoard board, QrPhone phone, ClientChecker checker,
    Action reset)
{
    private readonly AppsControl apps = new(world);
    private readonly UsersControl users = new(world, removal);
    private readonly SettingsControl settings = new(world);
    private readonly FaultsControl faults = new(board);
    private readonly QrControl qr = new(phone);
    private readonly CheckEndpoints check = new(checker);

    public Answer Handle(Received request)
    {
        if (request.Method != "GET")
        {
            checker.CatchUp(); // an app that is about to change was as it was when its client asked
        }

        var path = request.Path[Paths.Control.Length..].TrimEnd('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var room = slash < 0 ? path : path[..slash];
        var name = slash < 0 ? "" : path[(slash + 1)..];
        return (room, request.Method) switch
        {
            ("apps", "GET") when name.Length == 0 => apps.List(),
            ("apps", "POST") when name.Length == 0 => apps.Create(request),
            ("apps", "GET") => apps.Get(name),
            ("apps", "PUT") when name.Length > 0 => apps.Put(request, name),
            ("apps", "DELETE") when name.Length > 0 => apps.Delete(name),
            ("users", "GET") when name.Length == 0 => users.List(),
            ("users", "POST") when name.Length == 0 => users.Create(request),
            ("users", "POST") when name.EndsWith("/remove-authorization", StringComparison.Ordinal) =>
                users.RemoveAuthorization(name[..^"/remove-authorization".Length], request),
            ("users", "GET") => users.Get(name),
            ("users", "PUT") when name.Length > 0 => users.Put(request, name),
            ("users", "DELETE") when name.Length > 0 => users.Delete(name),
            ("consent", "GET") when name.Length == 0 => settings.GetConsent(),
            ("consent", "PUT") when name.Length == 0 => settings.PutConsent(request),
            ("profile", "GET") when name.Length == 0 => settings.GetProfile(),
            ("profile", "PUT") when name.Length == 0 => settings.PutProfile(request),
            ("clock", "GET") when name.Length == 0 => settings.GetClock(),
            ("clock", "POST") when name == "advance" => settings.Advance(request),
            ("faults", "GET") when name.Length == 0 => faults.List(),
            ("faults", "POST") when name.Length == 0 => faults.Create(request),
            ("faults", "DELETE") when name.Length == 0 => Done(board.Clear),
            ("qr", "POST") when name.Length == 0 => qr.Act(request),
            ("requests", "GET") when name.Length == 0 => ControlAnswers.List(requests.All, RequestJson.Write),
            ("requests", "DELETE") when name.Length == 0 => Done(requests.Clear),
            ("check", "GET") when name.Length == 0 => check.Show(request),
            ("check", "POST") when name.Length == 0 => check.Submit(request),
            ("check", "DELETE") when name.Length == 0 => Done(checker.Clear),
            ("check.json", "GET") when name.Length == 0 => check.Json(),
            ("authorizations", "GET") when name.Length == 0 => ControlAnswers.List(world.Authorizations, AuthorizationJson.Writer(world)),
            ("webhooks", "GET") when name.Length == 0 => ControlAnswers.List(outbox.All, WebhookJson.Write),
            ("reset", "POST") when name.Length == 0 => Done(reset),
            _ => Unknown(request, room),
        };
    }

    private static Answer Done(Action action)
    {
        action();
        return ControlAnswers.NoContent();
    }

    private static Answer Unknown(Received request, string room)
    {
        var isRoom = room is "apps" or "users" or "consent" or "profile" or "clock" or "requests" or "authorizations" or "webhooks" or "reset"
            or "faults" or "qr" or "check" or "check.json";
        return isRoom
            ? ControlAnswers.Error(
                405,
                new ControlProblem(
                    ErrorIds.MethodNotAllowed, $"{request.Method} is not a call of this address.", request.Path, "The index page / lists the calls."))
            : ControlAnswers.NotFound("The control API has no such address.", request.Path, "The index page / lists the calls.");
    }
}
