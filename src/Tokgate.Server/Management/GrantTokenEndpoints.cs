using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Users;
using Tokgate.Server.Vault;
using Tokgate.Vault;

namespace Tokgate.Server.Management;

/// <summary>TikTok's tokens for the operator's own programs, which have no token of the person.</summary>
/// <remarks>
/// Owns <c>GET /api/v2/users/{id}/federated-connections-tokensets</c> (Auth0's path: which TikTok grants a person has and how they stand, without a token) and
/// <c>GET /api/v2/users/{id}/grants/{grant}/token</c> (the access token itself, fresh). Both need the scope read:grant_tokens, which no other scope implies, and
/// every token that is given out stands in the audit trail. Does not own how tokens stay fresh (the vault), nor the exchange by a person's token (Token).
/// </remarks>
internal sealed class GrantTokenEndpoints(TokenDoor door, IUserStore users, TimeProvider time) : IManagementEndpoints
{
    internal static readonly ManagementError Blocked = ManagementError.Conflict("user_blocked", "The person is blocked here, so nobody acts for them.") with
    {
        ErrorId = ErrorIds.TokenReadOfBlocked,
        Advice = "Unblock the person first (PATCH /api/v2/users/{id} with blocked false).",
    };

    private static readonly Members<Grant> Of = new(null!); // every member is told and none is taken, so the defaults are never looked at

    private static readonly Shape<Grant> State = new(
        "grant_state",
        Of.Told("scope", Schemas.Text, static grant => string.Join(' ', grant.Scopes), "TikTok's scopes that the person granted, with spaces."),
        Of.Told("state", Schemas.Text, static grant => GrantStateName.Of(grant.State), "active, ambiguous, needs_reauthorization or revoked."),
        Of.Number("generation", static grant => grant.Generation, "Rises with every new pair of tokens; name it as refused_generation when TikTok refused the token."));

    private static readonly Shape<Grant> Whole = new(
        "grant",
        [
            Of.Told("id", Schemas.Text, static grant => grant.Id, "The grant's id."),
            Of.Told("connection", Schemas.Text, static grant => grant.Connection, "The connection by which it came."),
            Of.Told("tiktok_app", Schemas.Text, static grant => grant.TikTokApp, "The client key of the TikTok app that it was given to."),
            Of.Told("open_id", Schemas.Text, static grant => grant.OpenId, "The person, as this app knows them."),
            .. State.Members,
            Of.Instant("issued_at", static grant => grant.RefreshedAt, "When the tokens were got."),
            Of.Instant("expires_at", static grant => grant.AccessExpiresAt, "When the access token ends."),
            Of.Instant("refresh_expires_at", static grant => grant.RefreshExpiresAt, "When the refresh token ends; absent if TikTok did not say."),
            Of.Instant("authorized_at", static grant => grant.AuthorizedAt, "When the person said yes."),
            Of.Told("cause", Schemas.Text, static grant => grant.LastAttempt?.Cause.ToString(), "How the last attempt to refresh ended."),
            Of.Told("log_id", Schemas.Text, static grant => grant.LastAttempt?.LogId, "TikTok's id of that attempt, for a question to its support."),
        ]);

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "users/{id}/federated-connections-tokensets", ManagementScopes.ReadGrantTokens, "listUserTokensets")
        {
            Summary = "The TikTok grants of a person and how they stand, without a token.",
            Answer = () => Schemas.ListOf(Whole.Schema),
        }, ListAsync),
        new(new ManagementOperation("GET", "users/{id}/grants/{grant}/token", ManagementScopes.ReadGrantTokens, "getUserGrantToken")
        {
            Summary = "A fresh access token of TikTok for this person. Audited.",
            Query =
            [
                new QueryParameter("min_ttl", QueryKind.Text, "How many seconds the token must live on, 0 to 86400."),
                new QueryParameter("refused_generation", QueryKind.Text, "The generation that TikTok refused; a newer one is got if it is still the current one."),
                new QueryParameter("scope", QueryKind.Text, "TikTok's scopes that the token must have, with spaces."),
            ],
            Answer = () => Schemas.Object(State.Schema, ("access_token", "string"), ("token_type", "string"), ("expires_in", "integer")),
        }, ReadAsync),
    ];

    private async Task<ManagementAnswer> ListAsync(ManagementCall call) =>
        new JsonArray([.. (await door.ListAsync(call.Value("id"), call.Aborted)).Select(static grant => Whole.Write(grant))]);

    private async Task<ManagementAnswer> ReadAsync(ManagementCall call)
    {
        if (TokenQuestion.Read(call.Query("min_ttl"), call.Query("refused_generation"), call.Query("scope"), out var error) is not { } question)
        {
            return ManagementError.Of(error!); // set when nothing is read
        }

        // Among this person's own: another's grant is as good as none.
        var (id, grant) = (call.Value("id"), call.Value("grant"));
        if ((await door.ListAsync(id, call.Aborted)).FirstOrDefault(known => string.Equals(known.Id, grant, StringComparison.Ordinal)) is not { } found)
        {
            return ManagementError.NotFound("grant");
        }

        // Who is blocked is blocked for whoever acts for them too (T-41).
        if (await users.FindAsync(id, call.Aborted) is not { Status: UserStatus.Active })
        {
            return Blocked;
        }

        var (answer, unavailable) = await door.ReadAsync(found, question, call.Aborted);
        if (answer is not { IsActive: true })
        {
            // What an application is told as a bad request is here a fact about the grant.
            var refusal = ManagementError.Of(unavailable!); // one of the two is there
            return refusal.Status == StatusCodes.Status400BadRequest ? refusal with { Status = StatusCodes.Status409Conflict } : refusal;
        }

        var fresh = answer.Grant!; // it is active
        var body = State.Write(fresh);
        body["access_token"] = answer.AccessToken!.Reveal(); // as above
        body["token_type"] = "Bearer";
        body["expires_in"] = Math.Max(0, (long)(fresh.AccessExpiresAt - time.GetUtcNow()).TotalSeconds);
        return body;
    }
}
