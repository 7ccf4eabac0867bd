using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Administrators;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management.Administration;

/// <summary>Administrators, their links and their sessions in JSON. Every member is told and none is taken, so the defaults are never looked at.</summary>
internal static class AdministratorShape
{
    private static readonly Members<AdministratorStanding> Of = new(null!);
    private static readonly Members<Invitation> OfInvitation = new(null!);
    private static readonly Members<AdministratorSession> OfSession = new(null!);

    public static Shape<AdministratorStanding> Administrator { get; } = new(
        "administrator",
        Of.Told("id", Schemas.Text, static one => one.Administrator.Id, "Never changes."),
        Of.Told("user_name", Schemas.Text, static one => one.Administrator.UserName, "What they sign in as."),
        Of.Told("role", Schemas.Text, static one => Word(one.Administrator.Role), "owner, editor or viewer."),
        Of.Told("signs_in_by", Schemas.ListOf(Schemas.Text), static one => new JsonArray([.. Ways(one).Select(static way => JsonValue.Create(way))]), "passkey, password, broker; empty for nothing yet."),
        Of.Told("user_id", Schemas.Text, static one => one.Administrator.UserId, "The broker's user by whom they sign in too."),
        Of.Instant("created_at", static one => one.Administrator.CreatedAt, "Since when."),
        Of.Instant("last_login_at", static one => one.Administrator.LastLoginAt, "When they came in last."));

    public static Shape<Invitation> Invitation { get; } = new(
        "administrator_invitation",
        OfInvitation.Told("id", Schemas.Text, static one => Base64Url.EncodeToString(one.Hash), "To take it back by. It opens nothing."),
        OfInvitation.Told("role", Schemas.Text, static one => Word(one.Role), "What whoever uses it may do."),
        OfInvitation.Told("administrator_id", Schemas.Text, static one => one.AdministratorId, "Whose it is; not there for somebody new."),
        OfInvitation.Told("created_by", Schemas.Text, static one => one.CreatedBy, "Who made it."),
        OfInvitation.Instant("created_at", static one => one.CreatedAt, "When."),
        OfInvitation.Instant("expires_at", static one => one.ExpiresAt, "Until when it is good."));

    public static Shape<AdministratorSession> Session { get; } = new(
        "administrator_session",
        OfSession.Told("id", Schemas.Text, static one => one.Id, "As in the trail."),
        OfSession.Told("administrator_id", Schemas.Text, static one => one.AdministratorId, "Whose it is."),
        OfSession.Told("user_name", Schemas.Text, static one => one.UserName, "Their name."),
        OfSession.Told("method", Schemas.Text, static one => one.Method, "link, passkey, password, recovery_code or broker."),
        OfSession.Told("ip", Schemas.Text, static one => one.Address, "The network from which they came."),
        OfSession.Told("user_agent", Schemas.Text, static one => one.UserAgent, "The browser, in its own words."),
        OfSession.Instant("created_at", static one => one.CreatedAt, "When it began."),
        OfSession.Instant("last_seen_at", static one => one.LastSeenAt, "When it was used last, to a minute or so."),
        OfSession.Instant("expires_at", static one => one.ExpiresAt, "When it ends in any case."));

    private static string Word(AdministratorRole role) => role.ToString().ToLowerInvariant();

    private static IEnumerable<string> Ways(AdministratorStanding one)
    {
        if (one.Passkeys > 0)
        {
            yield return SignInMethods.Passkey;
        }

        if (one.HasPassword)
        {
            yield return SignInMethods.Password;
        }

        if (one.Administrator.UserId is not null)
        {
            yield return SignInMethods.Broker;
        }
    }
}
