using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Users;
using Tokgate.Server.Vault;
using Tokgate.Vault;

namespace Tokgate.Server.Management.People;

/// <summary>What people granted to the operator's TikTok apps: how it stands, and its refresh and its end by hand. Never a token.</summary>
/// <remarks>
/// Owns <c>/api/v2/users/{id}/grants</c>, <c>/users/{id}/grants/{grant}</c> and <c>/users/{id}/grants/{grant}/refresh</c>. Does not own the reading of tokens
/// (<see cref="GrantTokenEndpoints"/>) nor what people granted to applications (<see cref="ConsentEndpoints"/>).
/// </remarks>
internal sealed class UserGrantEndpoints(TikTokVault vault, IUserStore users, AuditTrail trail) : IManagementEndpoints
{
    private static readonly Members<Grant> Of = new(null!); // every member is told and none is taken, so the defaults are never looked at

    private static readonly Shape<Grant> Shape = new(
        "tiktok_grant",
        Of.Told("id", Schemas.Text, static grant => grant.Id, "The grant's id."),
        Of.Told("user_id", Schemas.Text, static grant => grant.Owner, "Whose it is."),
        Of.Told("connection", Schemas.Text, static grant => grant.Connection, "The connection by which it came."),
        Of.Told("tiktok_app", Schemas.Text, static grant => grant.TikTokApp, "The client key of the TikTok app that it was given to."),
        Of.Told("open_id", Schemas.Text, static grant => grant.OpenId, "The person, as this app knows them."),
        Of.Told("scope", Schemas.Text, static grant => string.Join(' ', grant.Scopes), "TikTok's scopes that the person granted, with spaces."),
        Of.Told("state", Schemas.Text, static grant => GrantStateName.Of(grant.State), "active, ambiguous, needs_reauthorization or revoked."),
        Of.Number("generation", static grant => grant.Generation, "Rises with every new pair of tokens."),
        Of.Instant("authorized_at", static grant => grant.AuthorizedAt, "When the person said yes."),
        Of.Instant("refreshed_at", static grant => grant.RefreshedAt, "When the tokens were got."),
        Of.Instant("expires_at", static grant => grant.AccessExpiresAt, "When the access token ends."),
        Of.Instant("refresh_expires_at", static grant => grant.RefreshExpiresAt, "When the refresh token ends; absent if TikTok did not say."),
        Of.Instant("next_attempt_at", static grant => grant.NextAttemptAt, "Before when no refresh is tried after a failure."),
        Of.Instant("revoke_requested_at", static grant => grant.RevokeRequestedAt, "Since when TikTok is asked to end it; absent if it is not, or has confirmed."),
        Of.Number("failures", static grant => grant.Failures, "Failed attempts since the last success."),
        Of.Told("last_attempt", Schemas.Object([], ("id", "string"), ("at", "string"), ("cause", "string"), ("log_id", "string")), Attempt, "The last attempt to refresh or to end it: its cause, and TikTok's log_id for a question to its support."));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "users/{id}/grants", ManagementScopes.Read("grants"), "listUserGrants")
        {
            Summary = "The TikTok grants of a person, with state, cause and deadlines.",
            Answer = () => Schemas.ListOf(Shape.Schema),
        }, ListAsync),
        new(new ManagementOperation("POST", "users/{id}/grants/{grant}/refresh", ManagementScopes.Update("grants"), "refreshUserGrant")
        {
            Summary = "Gets a new pair of tokens from TikTok now, and tells how the grant stands then.",
            Answer = () => Shape.Schema,
        }, RefreshAsync),
        new(new ManagementOperation("DELETE", "users/{id}/grants/{grant}", ManagementScopes.Delete("grants"), "deleteUserGrant")
        {
            Summary = "Ends the grant here at once and at TikTok as soon as TikTok answers.",
            Status = StatusCodes.Status204NoContent,
        }, DeleteAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call) => await users.FindAsync(call.Value("id"), call.Aborted) is null
        ? ManagementError.NotFound("user")
        : new JsonArray([.. (await vault.ListAsync(call.Value("id"), call.Aborted)).Select(static grant => Shape.Write(grant))]);

    private async Task<ManagementAnswer> RefreshAsync(ManagementCall call)
    {
        if (await FindAsync(call) is not { } grant)
        {
            return ManagementError.NotFound("grant");
        }

        if (await users.FindAsync(grant.Owner, call.Aborted) is not { Status: UserStatus.Active })
        {
            return GrantTokenEndpoints.Blocked;
        }

        if (call.IsDryRun)
        {
            return Shape.Write(grant);
        }

        // As if TikTok had refused the present token: then there is a newer one, or the reason why not.
        About(grant);
        var answer = await vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = grant.Generation }, call.Aborted);
        if (TokenRefusal.Of(answer) is { } refusal)
        {
            var told = ManagementError.Of(refusal);
            return told.Status == StatusCodes.Status400BadRequest ? told with { Status = StatusCodes.Status409Conflict } : told;
        }

        return Shape.Write(await vault.FindAsync(grant.Id, call.Aborted) ?? grant);
    }

    private async Task<ManagementAnswer> DeleteAsync(ManagementCall call)
    {
        if (await FindAsync(call) is not { State: not GrantState.Revoked } grant)
        {
            return ManagementError.NotFound("grant");
        }

        if (call.IsDryRun)
        {
            return ManagementAnswer.Nothing;
        }

        About(grant);
        var outcome = await vault.RevokeAsync(grant.Id, CancellationToken.None);
        trail.Record(trail.New(AuditNames.TikTokDisconnected) with { Subject = grant.Id, Cause = outcome.ToString() });
        return outcome switch
        {
            RevokeOutcome.Pending => ManagementAnswer.Nothing with { Warnings = ["TikTok has not confirmed the end yet. The grant has ended here, and TikTok is asked again."] },
            RevokeOutcome.EndedHere => ManagementAnswer.Nothing with { Warnings = ["Douyin has no call that ends a grant. It has ended here and its tokens are destroyed; at Douyin only the person can end it, in Douyin's settings."] },
            _ => ManagementAnswer.Nothing,
        };
    }

    // Among this person's own: another's grant is as good as none.
    private async Task<Grant?> FindAsync(ManagementCall call) =>
        (await vault.ListAsync(call.Value("id"), call.Aborted)).FirstOrDefault(grant => string.Equals(grant.Id, call.Value("grant"), StringComparison.Ordinal));

    private void About(Grant grant)
    {
        var about = trail.About();
        about.UserId = grant.Owner;
        about.Connection = grant.Connection;
        about.TikTokApp = grant.TikTokApp;
    }

    private static JsonObject? Attempt(Grant grant)
    {
        if (grant.LastAttempt is not { } attempt)
        {
            return null;
        }

        var json = new JsonObject { ["id"] = attempt.Id, ["at"] = Instants.Text(attempt.At), ["cause"] = attempt.Cause.ToString() };
        if (attempt.LogId is { } logId)
        {
            json["log_id"] = logId;
        }

        return json;
    }
}
