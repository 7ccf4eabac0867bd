using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Sessions;
using Tokgate.Server.Users;

namespace Tokgate.Server.Management.People;

/// <summary>The live sessions of people's browsers with the broker.</summary>
/// <remarks>
/// Owns <c>/api/v2/sessions/{id}</c>, <c>/sessions/{id}/revoke</c> and <c>/users/{id}/sessions</c>. A session that ends is told to the applications that got tokens in it. Does not
/// own how sessions begin and end (Sessions) nor applications' own sessions, of which nobody knows here.
/// </remarks>
internal sealed class SessionEndpoints(IPersonSessionStore store, ISessionStore sessions, IUserStore users, Paging paging) : IManagementEndpoints
{
    private static readonly Members<PersonSession> Of = new(null!); // every member is told and none is taken, so the defaults are never looked at

    private static readonly Shape<PersonSession> Shape = new(
        "session",
        Of.Told("id", Schemas.Text, static session => session.Id, "As sid in ID tokens."),
        Of.Told("user_id", Schemas.Text, static session => session.UserId, "Whose it is."),
        Of.Instant("created_at", static session => session.CreatedAt, "When it began."),
        Of.Instant("authenticated_at", static session => session.AuthenticatedAt, "When the person came from TikTok last."),
        Of.Instant("updated_at", static session => session.LastSeenAt, "When it was used last, to five minutes or so."),
        Of.Instant("idle_expires_at", static session => session.IdleExpiresAt, "When it ends unused."),
        Of.Instant("expires_at", static session => session.ExpiresAt, "When it ends in any case."),
        Of.Told("connection", Schemas.Text, static session => session.Connection, "The connection by which the person came."),
        Of.Told("tiktok_app", Schemas.Text, static session => session.TikTokApp, "The client key of the TikTok app."),
        Of.Told("granted_scopes", Schemas.Text, static session => session.GrantedScopes, "What the person granted at TikTok."),
        Of.Told("device", Schemas.Object([], ("last_user_agent", "string")), static session => session.UserAgent is { } agent ? new JsonObject { ["last_user_agent"] = agent } : null, "The browser, in its own words."),
        Of.Told("clients", Schemas.ListOf(Schemas.Object([], ("client_id", "string"))), static session => new JsonArray([.. session.Clients.Select(static id => new JsonObject { ["client_id"] = id })]), "The clients that got tokens in it."));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "users/{id}/sessions", ManagementScopes.Read("sessions"), "listUserSessions")
        {
            Summary = "The live sessions of a person, by id.",
            Query = Paging.Query,
            Answer = () => Schemas.Object([], ("next", "string")).WithProperty("sessions", Schemas.ListOf(Shape.Schema)),
        }, paging.List(ListAsync)),
        new(new ManagementOperation("DELETE", "users/{id}/sessions", ManagementScopes.Delete("sessions"), "deleteUserSessions")
        {
            Summary = "Ends all sessions of a person. Applications that were granted offline access keep it.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAllAsync),
        new(new ManagementOperation("GET", "sessions/{id}", ManagementScopes.Read("sessions"), "getSession")
        {
            Summary = "One live session.",
            Answer = () => Shape.Schema,
        }, async call => await store.FindAsync(call.Value("id"), call.Aborted) is { } session ? Shape.Write(session) : ManagementError.NotFound("session")),
        new(new ManagementOperation("DELETE", "sessions/{id}", ManagementScopes.Delete("sessions"), "deleteSession")
        {
            Summary = "Ends a session. Applications that were granted offline access in it keep it.",
            Status = StatusCodes.Status204NoContent,
        }, async call => await (call.IsDryRun ? IsThereAsync(call) : sessions.EndAsync(call.Value("id"), CancellationToken.None)) ? ManagementAnswer.Nothing : ManagementError.NotFound("session")),
        new(new ManagementOperation("POST", "sessions/{id}/revoke", ManagementScopes.Delete("sessions"), "revokeSession")
        {
            Summary = "Ends a session and everything that was granted in it, refresh tokens among it.",
            Status = StatusCodes.Status204NoContent,
            HasNoDryRun = true,
        }, async call => await store.RevokeAsync(call.Value("id")) ? ManagementAnswer.Nothing : ManagementError.NotFound("session")),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call, PageRequest page)
    {
        var id = call.Value("id");
        if (await users.FindAsync(id, call.Aborted) is null)
        {
            return ManagementError.NotFound("user");
        }

        // Auth0 tells these in an object, however they are asked for.
        var found = await store.ListAsync(id, page.After, page.Skip, page.Limit + 1, call.Aborted);
        return paging.Write(call, page with { IsCursor = true }, "sessions", found, static session => Shape.Write(session), static session => session.Id, total: null).AsObject();
    }

    private async Task<ManagementAnswer> DeleteAllAsync(ManagementCall call)
    {
        var id = call.Value("id");
        if (await users.FindAsync(id, call.Aborted) is null)
        {
            return ManagementError.NotFound("user");
        }

        if (!call.IsDryRun)
        {
            await sessions.EndAllOfUserAsync(id, CancellationToken.None);
        }

        return ManagementAnswer.Nothing;
    }

    private async Task<bool> IsThereAsync(ManagementCall call) => await store.FindAsync(call.Value("id"), call.Aborted) is not null;
}
