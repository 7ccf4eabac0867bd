using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Users;
using Tokgate.Vault;

namespace Tokgate.Server.Storage;

/// <summary>Accounts on their way to somebody, and those that have arrived.</summary>
internal sealed class AccountLinkStore(IReadDoor reads, IWriteDoor door, VaultGrantWriting grants, AuditTrail trail, TimeProvider time) : IAccountLinkStore, IExpiringRows
{
    private const int MaxAccounts = 200;

    public ExpiringRows Expiring => new("account_links", "id", "expires_at");

    public Task AddAsync(AccountLink link, byte[] authHash, byte[] ticketHash, CancellationToken cancellationToken)
    {
        var begun = Event(AuditNames.AccountLinkBegun, link);
        return door.WriteAsync(
            async context =>
            {
                await context.Sql.ExecuteAsync(
                    $"""
                    insert into account_links (id, auth_hash, ticket_hash, client_id, user_id, session_id, external_id, connection, further_scopes, open_id, redirect_uri, state, code_challenge, created_at, expires_at)
                    values ({link.Id}, {authHash}, {ticketHash}, {link.Holder.ClientId}, {link.Holder.UserId}, {link.Holder.SessionId}, {link.Holder.ExternalId}, {link.Connection}, {link.FurtherScopes}, {link.OpenId},
                        {link.RedirectUri}, {link.State}, {link.CodeChallenge}, {link.CreatedAt.ToUnixTimeMilliseconds()}, {link.ExpiresAt.ToUnixTimeMilliseconds()})
                    """);
                return await AuditWriting.AddAsync(context, begun, true);
            },
            cancellationToken);
    }

    public Task<AccountLink?> FindByTicketAsync(byte[] ticketHash, CancellationToken cancellationToken) => reads.FirstAsync(
        $"""
        select id, client_id, user_id, session_id, external_id, connection, further_scopes, open_id, redirect_uri, state, code_challenge, browser_hash, tiktok_app, callback, asked_scopes, sealed_verifier, sealed_result,
            created_at, expires_at from account_links where ticket_hash = {ticketHash}
        """,
        Read,
        cancellationToken);

    public async Task<bool> TryBindAsync(byte[] ticketHash, byte[] browserHash, CancellationToken cancellationToken) => await door.WriteAsync(
        context => context.Sql.ExecuteAsync($"update account_links set browser_hash = {browserHash} where ticket_hash = {ticketHash} and (browser_hash is null or browser_hash = {browserHash})"), cancellationToken) == 1;

    public async Task<bool> TryDepartAsync(byte[] ticketHash, byte[] browserHash, byte[] stateHash, LinkDeparture departure, CancellationToken cancellationToken) => await door.WriteAsync(
        context => context.Sql.ExecuteAsync(
            $"""
            update account_links set ticket_hash = null, state_hash = {stateHash}, tiktok_app = {departure.TikTokApp}, callback = {departure.Callback}, asked_scopes = {departure.AskedScopes},
                sealed_verifier = {departure.SealedVerifier} where ticket_hash = {ticketHash} and browser_hash = {browserHash}
            """),
        cancellationToken) == 1;

    public Task AddDepartedAsync(AccountLink link, byte[] stateHash, CancellationToken cancellationToken)
    {
        var begun = Event(AuditNames.AccountLinkBegun, link);
        var departure = link.Departure ?? throw new ArgumentException("It has not departed.", nameof(link));
        return door.WriteAsync(
            async context =>
            {
                await context.Sql.ExecuteAsync(
                    $"""
                    insert into account_links (id, state_hash, browser_hash, user_id, session_id, connection, further_scopes, tiktok_app, callback, asked_scopes, sealed_verifier, created_at, expires_at)
                    values ({link.Id}, {stateHash}, {link.BrowserHash}, {link.Holder.UserId}, {link.Holder.SessionId}, {link.Connection}, {link.FurtherScopes}, {departure.TikTokApp}, {departure.Callback},
                        {departure.AskedScopes}, {departure.SealedVerifier}, {link.CreatedAt.ToUnixTimeMilliseconds()}, {link.ExpiresAt.ToUnixTimeMilliseconds()})
                    """);
                return await AuditWriting.AddAsync(context, begun, true);
            },
            cancellationToken);
    }

    // Who takes the state away has the link; the row stays until it is completed or expires. The verifier goes with the state.
    public Task<AccountLink?> TakeByStateAsync(byte[] stateHash, CancellationToken cancellationToken) => door.WriteAsync(
        async context =>
        {
            var link = await context.Sql.FirstAsync(
                $"""
                select id, client_id, user_id, session_id, external_id, connection, further_scopes, open_id, redirect_uri, state, code_challenge, browser_hash, tiktok_app, callback, asked_scopes, sealed_verifier,
                    sealed_result, created_at, expires_at from account_links where state_hash = {stateHash}
                """,
                Read,
                CancellationToken.None);
            return link is not null && await context.Sql.ExecuteAsync($"update account_links set state_hash = null, sealed_verifier = null where id = {link.Id} and state_hash = {stateHash}") == 1 ? link : null;
        },
        cancellationToken);

    public async Task<bool> HoldAsync(string id, byte[] codeHash, byte[] sealedResult, CancellationToken cancellationToken) => await door.WriteAsync(
        context => context.Sql.ExecuteAsync($"update account_links set code_hash = {codeHash}, sealed_result = {sealedResult} where id = {id} and code_hash is null"), cancellationToken) == 1;

    public Task<ConnectedAccount?> CompleteAsync(byte[] authHash, byte[] codeHash, Func<AccountLink, LinkResult?> accept, CancellationToken cancellationToken)
    {
        var connected = trail.New(AuditNames.AccountConnected);
        return door.WriteAsync(
            async context =>
            {
                var link = await context.Sql.FirstAsync(
                    $"""
                    delete from account_links where auth_hash = {authHash} and code_hash = {codeHash}
                    returning id, client_id, user_id, session_id, external_id, connection, further_scopes, open_id, redirect_uri, state, code_challenge, browser_hash, tiktok_app, callback, asked_scopes, sealed_verifier,
                        sealed_result, created_at, expires_at
                    """,
                    Read,
                    CancellationToken.None);
                return link is not null && accept(link) is { } result ? await KeepAsync(context, link.Holder, result, connected with { FlowId = link.Id }) : null;
            },
            cancellationToken);
    }

    public async Task<ConnectedAccount> KeepAsync(AccountHolder holder, LinkResult result, CancellationToken cancellationToken)
    {
        var connected = trail.New(AuditNames.AccountConnected);
        return await door.WriteAsync(context => KeepAsync(context, holder, result, connected), cancellationToken) ?? throw new InvalidOperationException("A live session's user is gone.");
    }

    public async Task<string?> FindUserAsync(string clientId, string externalId, CancellationToken cancellationToken) => await reads.FirstAsync(
        $"select user_id from application_users where client_id = {clientId} and external_id = {externalId}", static row => row.GetString(0), cancellationToken);

    public Task<IReadOnlyList<ConnectedAccount>> ListAsync(string userId, CancellationToken cancellationToken) => reads.ListAsync(
        $"""
        select g.id, g.owner, g.connection, g.tiktok_app, g.open_id, g.scopes, g.state, g.authorized_at, c.connected_at, c.claims
        from vault_grants g left join connected_accounts c on c.grant_id = g.id where g.owner = {userId} and g.state <> 'Revoked' order by g.created_at limit {MaxAccounts}
        """,
        ReadAccount,
        cancellationToken);

    // Null if whoever it is for is gone or kept out meanwhile.
    private async Task<ConnectedAccount?> KeepAsync(TokgateDbContext context, AccountHolder holder, LinkResult result, AuditEvent connected)
    {
        var instant = time.GetUtcNow().ToUnixTimeMilliseconds();
        var userId = holder.UserId ?? await OwnUserAsync(context, holder, instant);
        if (await context.Sql.FirstAsync($"select status from users where id = {userId}", static row => row.GetString(0), CancellationToken.None) != nameof(UserStatus.Active))
        {
            return null;
        }

        var grantId = await grants.KeepAsync(context, result, userId);
        var claims = result.Claims.ToJsonString();
        await context.Sql.ExecuteAsync(
            $"""
            insert into connected_accounts (grant_id, client_id, claims, connected_at) values ({grantId}, {holder.ClientId}, {claims}, {instant})
            on conflict (grant_id) do update set client_id = excluded.client_id, claims = excluded.claims
            """);
        await AuditWriting.AddAsync(
            context, connected with { UserId = userId, ClientId = holder.ClientId, SessionId = holder.SessionId, Connection = result.Connection, TikTokApp = result.TikTokApp, Subject = grantId });
        return new ConnectedAccount
        {
            Id = grantId,
            UserId = userId,
            Connection = result.Connection,
            TikTokApp = result.TikTokApp,
            OpenId = result.OpenId,
            Scopes = [.. result.Granted],
            State = GrantState.Active,
            AuthorizedAt = result.Tokens.ReceivedAt,
            ConnectedAt = time.GetUtcNow(),
            Name = Text(result.Claims, "name"),
            Username = Text(result.Claims, "preferred_username"),
        };
    }

    // Of several that connect somebody's first account at once, on whatever node, one makes the user and the others find it.
    private static async Task<string> OwnUserAsync(TokgateDbContext context, AccountHolder holder, long instant)
    {
        var (clientId, externalId) = (holder.ClientId!, holder.ExternalId!); // without a user of ours there is an application and its own
        if (await FindAsync() is { } known)
        {
            return known;
        }

        var id = SubjectId.New();
        await context.Sql.ExecuteAsync($"insert into users (id, status, claims, created_at, updated_at) values ({id}, {nameof(UserStatus.Active)}, {"{}"}, {instant}, {instant})");
        if (await context.Sql.ExecuteAsync($"insert into application_users (client_id, external_id, user_id, created_at) values ({clientId}, {externalId}, {id}, {instant}) on conflict do nothing") == 1)
        {
            return id;
        }

        await context.Sql.ExecuteAsync($"delete from users where id = {id}");
        return await FindAsync() ?? throw new InvalidOperationException("An application's user that stood in the way was gone a moment later.");

        Task<string?> FindAsync() => context.Sql.FirstAsync(
            $"select user_id from application_users where client_id = {clientId} and external_id = {externalId}", static row => row.GetString(0), CancellationToken.None);
    }

    private AuditEvent Event(string name, AccountLink link) => trail.New(name) with
    {
        FlowId = link.Id,
        ClientId = link.Holder.ClientId,
        UserId = link.Holder.UserId,
        SessionId = link.Holder.SessionId,
        Connection = link.Connection,
        TikTokApp = link.Departure?.TikTokApp,
    };

    private static AccountLink Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Holder = new AccountHolder(row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4)),
        Connection = row.GetString(5),
        FurtherScopes = row.GetString(6),
        OpenId = row.TextOrNull(7),
        RedirectUri = row.TextOrNull(8),
        State = row.TextOrNull(9),
        CodeChallenge = row.TextOrNull(10),
        BrowserHash = row.BytesOrNull(11),
        Departure = row.IsDBNull(12) ? null : new LinkDeparture(row.GetString(12), row.GetString(13), row.GetString(14), row.BytesOrNull(15)),
        SealedResult = row.BytesOrNull(16),
        CreatedAt = row.Instant(17),
        ExpiresAt = row.Instant(18),
    };

    private static ConnectedAccount ReadAccount(DbDataReader row)
    {
        var claims = row.TextOrNull(9) is { } text ? JsonNode.Parse(text)!.AsObject() : []; // our own document
        return new ConnectedAccount
        {
            Id = row.GetString(0),
            UserId = row.GetString(1),
            Connection = row.GetString(2),
            TikTokApp = row.GetString(3),
            OpenId = row.GetString(4),
            Scopes = row.GetString(5).Split(',', StringSplitOptions.RemoveEmptyEntries),
            State = Enum.Parse<GrantState>(row.GetString(6)),
            AuthorizedAt = row.Instant(7),
            ConnectedAt = row.IsDBNull(8) ? null : row.Instant(8),
            Name = Text(claims, "name"),
            Username = Text(claims, "preferred_username"),
        };
    }

    private static string? Text(JsonObject claims, string name) => claims[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string?)value : null;
}
