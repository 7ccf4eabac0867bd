using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Tokgate.Server.Administrators;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Keys;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management.Administration;

/// <summary>Who operates the broker.</summary>
/// <remarks>
/// Owns <c>/api/v2/administrators</c>, <c>/administrators/{id}</c>, <c>/administrators/invitations</c>, <c>/administrators/invitations/{id}</c>, <c>/administrators/sessions</c> and
/// <c>/administrators/sessions/{id}</c>. Nobody gives a role with more scopes than their own (T-64), and there is always an owner. What somebody signs in with is told by kind and
/// changed by nobody but themselves, at the dashboard. Does not own signing in (Dashboard) nor what a role may do (Administrators).
/// </remarks>
internal sealed class AdministratorEndpoints(
    IAdministratorStore store, IInvitationStore invitations, Invitations links, IAdministratorSessionStore sessions, IOptions<AdministratorOptions> options, TimeProvider time, AuditTrail trail) : IManagementEndpoints
{
    private const string Path = "administrators";

    private static readonly IReadOnlyDictionary<string, AdministratorRole> Roles =
        Enum.GetValues<AdministratorRole>().ToDictionary(static role => role.ToString().ToLowerInvariant(), static role => role, StringComparer.Ordinal);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", Path, ManagementScopes.Read(Path), "listAdministrators")
        {
            Summary = "Who operates the broker, by name.",
            Answer = () => Schemas.ListOf(AdministratorShape.Administrator.Schema),
        }, async call => new JsonArray([.. (await store.ListAsync(call.Aborted)).Select(static one => AdministratorShape.Administrator.Write(one))])),
        new(new ManagementOperation("GET", Path + "/{id}", ManagementScopes.Read(Path), "getAdministrator")
        {
            Summary = "One of them.",
            Answer = () => AdministratorShape.Administrator.Schema,
        }, async call => await store.FindAsync(call.Value("id"), call.Aborted) is { } one ? AdministratorShape.Administrator.Write(one) : ManagementError.NotFound("administrator")),
        new(new ManagementOperation("PATCH", Path + "/{id}", ManagementScopes.Update(Path), "updateAdministrator")
        {
            Summary = "Gives another role, from the next request on. The last owner stays one.",
            Body = () => RoleSchema,
            Answer = () => AdministratorShape.Administrator.Schema,
        }, ChangeAsync),
        new(new ManagementOperation("DELETE", Path + "/{id}", ManagementScopes.Delete(Path), "deleteAdministrator")
        {
            Summary = "Removes somebody, with their sessions and everything that they sign in with. The last owner stays.",
            Status = StatusCodes.Status204NoContent,
        }, RemoveAsync),
        new(new ManagementOperation("GET", Path + "/invitations", ManagementScopes.Read(Path), "listAdministratorInvitations")
        {
            Summary = "The one-time links that are still good. The links themselves are told once, when they are made.",
            Answer = () => Schemas.ListOf(AdministratorShape.Invitation.Schema),
        }, async call => new JsonArray([.. (await invitations.ListAsync(call.Aborted)).Select(static one => AdministratorShape.Invitation.Write(one))])),
        new(new ManagementOperation("POST", Path + "/invitations", ManagementScopes.Create(Path), "createAdministratorInvitation")
        {
            Summary = "Makes a one-time link: with `role` for somebody new, with `administrator_id` for one who has lost what they sign in with, which ends when the link is used.",
            Body = () => Schemas.Object(RoleSchema, ("administrator_id", "string")),
            Answer = () => Schemas.Object([], ("link", "string"), ("expires_at", "string")),
            Status = StatusCodes.Status201Created,
        }, InviteAsync),
        new(new ManagementOperation("DELETE", Path + "/invitations/{id}", ManagementScopes.Delete(Path), "deleteAdministratorInvitation")
        {
            Summary = "Takes a link back.",
            Status = StatusCodes.Status204NoContent,
        }, TakeBackAsync),
        new(new ManagementOperation("GET", Path + "/sessions", ManagementScopes.Read(Path), "listAdministratorSessions")
        {
            Summary = "Where administrators are signed in, the one used last first.",
            Answer = () => Schemas.ListOf(AdministratorShape.Session.Schema),
        }, async call => new JsonArray([.. (await sessions.ListAsync(call.Aborted)).Select(static one => AdministratorShape.Session.Write(one))])),
        new(new ManagementOperation("DELETE", Path + "/sessions/{id}", ManagementScopes.Delete(Path), "deleteAdministratorSession")
        {
            Summary = "Ends a session at the dashboard.",
            Status = StatusCodes.Status204NoContent,
        }, EndAsync),
    ];

    private static JsonObject RoleSchema => Schemas.Object([]).WithProperty("role", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Roles.Keys.Select(static role => JsonValue.Create(role))]) });

    private static ManagementError LastOwner => ManagementError.Conflict("last_owner", "This is the last owner: without one nobody could administer the broker.") with
    {
        ErrorId = ErrorIds.LastOwner,
        Advice = "Make somebody else an owner first.",
    };

    private async Task<ManagementAnswer> ChangeAsync(ManagementCall call)
    {
        var id = call.Value("id");
        if (call.BodyFault("role") is { } unknown)
        {
            return unknown;
        }

        if (!Roles.TryGetValue(call.Body.Text("role") ?? "", out var role))
        {
            return UnknownRole;
        }

        if (await store.FindAsync(id, call.Aborted) is not { } before)
        {
            return ManagementError.NotFound("administrator");
        }

        if ((GivingFault(call, role) ?? GivingFault(call, before.Administrator.Role)) is { } refused)
        {
            return refused;
        }

        if (call.IsDryRun)
        {
            return AdministratorShape.Administrator.Write(before with { Administrator = before.Administrator with { Role = role } });
        }

        trail.About().Change = new JsonObject { ["before"] = Word(before.Administrator.Role), ["after"] = Word(role) }.ToJsonString();
        return !await store.TryChangeRoleAsync(id, role) ? LastOwner
            : await store.FindAsync(id, call.Aborted) is { } after ? AdministratorShape.Administrator.Write(after)
            : ManagementError.NotFound("administrator");
    }

    private async Task<ManagementAnswer> RemoveAsync(ManagementCall call)
    {
        var id = call.Value("id");
        if (await store.FindAsync(id, call.Aborted) is not { } before)
        {
            return ManagementError.NotFound("administrator");
        }

        if (GivingFault(call, before.Administrator.Role) is { } refused)
        {
            return refused;
        }

        return call.IsDryRun || await store.TryRemoveAsync(id) ? ManagementAnswer.Nothing : LastOwner;
    }

    private async Task<ManagementAnswer> InviteAsync(ManagementCall call)
    {
        if (call.BodyFault("role", "administrator_id") is { } unknown)
        {
            return unknown;
        }

        var id = call.Body.Text("administrator_id");
        AdministratorRole role;
        if (id is null)
        {
            if (!Roles.TryGetValue(call.Body.Text("role") ?? "", out role))
            {
                return UnknownRole;
            }
        }
        else if (call.Body.TryGetProperty("role", out _))
        {
            return ManagementError.InvalidBody([new Fault("role", "is not taken beside administrator_id: whoever is there has theirs")]);
        }
        else if (await store.FindAsync(id, call.Aborted) is { } whose)
        {
            role = whose.Administrator.Role;
        }
        else
        {
            return ManagementError.NotFound("administrator");
        }

        if (GivingFault(call, role) is { } refused)
        {
            return refused;
        }

        var expires = Instants.Text(time.GetUtcNow() + options.Value.InvitationLifetime);
        return call.IsDryRun
            ? new JsonObject { ["expires_at"] = expires }
            : new JsonObject { ["link"] = await links.NewAsync(role, id, call.Caller.ClientId, call.Aborted), ["expires_at"] = expires };
    }

    private async Task<ManagementAnswer> TakeBackAsync(ManagementCall call)
    {
        var hash = Base64Url.IsValid(call.Value("id")) ? Base64Url.DecodeFromChars(call.Value("id")) : [];
        return await (call.IsDryRun ? IsThereAsync(hash, call.Aborted) : invitations.TryDeleteAsync(hash)) ? ManagementAnswer.Nothing : ManagementError.NotFound("invitation");
    }

    private async Task<ManagementAnswer> EndAsync(ManagementCall call)
    {
        var id = call.Value("id");
        return await (call.IsDryRun ? IsSessionAsync(id, call.Aborted) : sessions.EndAsync(id)) ? ManagementAnswer.Nothing : ManagementError.NotFound("session");
    }

    private async Task<bool> IsThereAsync(byte[] hash, CancellationToken cancellationToken) => await invitations.FindAsync(hash, cancellationToken) is not null;

    private async Task<bool> IsSessionAsync(string id, CancellationToken cancellationToken) => (await sessions.ListAsync(cancellationToken)).Any(session => session.Id == id);

    private static ManagementError? GivingFault(ManagementCall call, AdministratorRole role) => call.Caller.GivingFault(AdministratorScopes.Of(role));

    private static ManagementError UnknownRole => ManagementError.InvalidBody([new Fault("role", "must be one of " + string.Join(", ", Roles.Keys))]);

    private static string Word(AdministratorRole role) => role.ToString().ToLowerInvariant();
}
