using Tokgate.Emulator.Pages;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary>The page on which a person consents, whoever's it is.</summary>
/// <remarks>The form is bound to the browser by a cookie, holds only a handle, and works once; what was asked stays on the server, where nobody can change it.</remarks>
/// <typeparam name="TRequest">What the application asked for.</typeparam>
internal abstract class ConsentEndpoint<TRequest>(World world, BrowserSessions sessions, string path)
{
    private readonly PendingConsents<TRequest> pending = new(world.Clock);

    protected World World { get; } = world;

    protected BrowserSessions Sessions { get; } = sessions;

    /// <summary>The page again, after a person was chosen.</summary>
    public Answer ShowPending(Received request)
    {
        var handle = request.Query?["handle"];
        return pending.Find(handle, Sessions.HandleOf(request)) is { } entry
            ? Show(entry.Request, handle!, Sessions.PersonOf(request)) // found, so not null
            : Gone();
    }

    public Answer Submit(Received request)
    {
        var form = request.ReadForm();
        var handle = form?["handle"];
        var browser = Sessions.HandleOf(request);
        if (pending.Find(handle, browser) is not { } entry)
        {
            return Gone();
        }

        if (form!["person"] is { } username) // a handle was found in it
        {
            if (World.Users.Find(username) is { } chosen)
            {
                Sessions.SignIn(browser!, chosen); // found, so not null
            }

            return Again(handle!);
        }

        switch (form["action"], Sessions.PersonOf(request))
        {
            case ("cancel", _) when pending.TryTake(handle!):
                return Denied(entry.Request);
            case ("authorize", null):
                return Again(handle!);
            case ("authorize", { } person) when pending.TryTake(handle!):
                var ticked = form.All.Where(field => field.Key == "scope").Select(field => field.Value).ToHashSet(StringComparer.Ordinal);
                return Consented(entry.RawQuery, request.LogId, person, ticked);
            default:
                return Gone();
        }
    }

    public void Clear() => pending.Clear();

    /// <summary>Shows the page, in a session that begins now if the browser has none.</summary>
    protected Answer Ask(Received request, TRequest authorize)
    {
        if (Sessions.HandleOf(request) is { } browser)
        {
            return Show(authorize, pending.Add(authorize, request.RawQuery, browser), Sessions.PersonOf(request));
        }

        var (started, cookie) = Sessions.Start(request.IsHttps);
        return Show(authorize, pending.Add(authorize, request.RawQuery, started), person: null, [cookie]);
    }

    protected abstract Answer Show(TRequest authorize, string handle, TikTokUser? person, IReadOnlyList<string>? cookies = null);

    protected abstract Answer Denied(TRequest authorize);

    /// <param name="rawQuery">The request as it came: the app may have been changed or deleted while the page was open, so it is checked again.</param>
    /// <param name="logId">Of the answer.</param>
    /// <param name="person">Who consented.</param>
    /// <param name="ticked">The scopes that were left on.</param>
    protected abstract Answer Consented(string rawQuery, string logId, TikTokUser person, IReadOnlySet<string> ticked);

    private static Answer Gone() => Page.Answer(
        "Start again – TikTok emulator",
        Html.Of($"""
            <section class="card"><div class="error-mark" aria-hidden="true">!</div>
            <h1>This sign-in is over</h1>
            <p>It was answered already, waited too long, or was begun in another browser. Start again from the application.</p>
            <p class="soft small mono" data-testid="error">{ErrorIds.ConsentHandleUnknown}</p></section>
            """),
        status: 400);

    private Answer Again(string handle) => new() { Status = 303, ContentType = Answer.TextType, Location = $"{path}?handle={handle}" };
}
