using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Grants;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.Server.Users;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class SignInStore(
    IWriteDoor door, GrantWriting grants, VaultGrantWriting vaultGrants, IOptions<BrowserSessionOptions> sessions, ReceiverDirectory receivers, AuditTrail trail, DeliveryBell bell,
    TimeProvider time) : ISignInStore
{
    public async Task<SignInOutcome> CompleteAsync(SignIn signIn, CancellationToken cancellationToken)
    {
        var outcome = await CommitAsync(signIn, trail.New(AuditNames.SignInCompleted), trail.New(AuditNames.SessionEnded), cancellationToken);
        if (signIn.FormerSession is not null || receivers.Wants(WebhookTypes.UserSignedIn) || receivers.Wants(WebhookTypes.UserCreated))
        {
            bell.Ring(); // the session may have been another person's, whose clients now have to be told
        }

        return outcome;
    }

    private Task<SignInOutcome> CommitAsync(SignIn signIn, AuditEvent completed, AuditEvent ended, CancellationToken cancellationToken) => door.WriteAsync(
        async context =>
        {
            var now = time.GetUtcNow();
            var found = await IdentityWriting.FindAsync(context, signIn) ?? await IdentityWriting.AddAsync(context, signIn, now);
            if (found.Status != nameof(UserStatus.Active))
            {
                return new SignInOutcome(SignInStanding.Blocked, null);
            }

            await IdentityWriting.SeenAsync(context, signIn, found, now);
            await vaultGrants.KeepAsync(context, signIn, found.UserId, found.Kept);
            var session = await StartAsync(context, signIn, found.UserId, ended, now);
            await AuditWriting.AddAsync(context, completed with { UserId = found.UserId, SessionId = session.Id, Cause = found.IsNew ? AuditNames.FirstSignIn : null });
            await TellAsync(context, signIn, found, session, now);
            if (signIn.Request is not { } request)
            {
                return new SignInOutcome(SignInStanding.SignedIn, session);
            }

            if (request.Subject is { } subject && !string.Equals(subject, found.UserId, StringComparison.Ordinal))
            {
                return new SignInOutcome(SignInStanding.OtherSubject, session);
            }

            var authorized = Authorization.Of(request, session);
            if (signIn.NeedsConsent && (request.WantsConsent || !await ConsentStore.HasAllowedAsync(context, found.UserId, authorized.ClientId, authorized.Scopes, CancellationToken.None)))
            {
                return new SignInOutcome(SignInStanding.ConsentNeeded, session);
            }

            await grants.AddAsync(context, authorized, signIn.Code);
            return new SignInOutcome(SignInStanding.Authorized, session);
        },
        cancellationToken);

    public Task<bool> AnswerAsync(AuthorizedRequest request, Handle code, CancellationToken cancellationToken)
    {
        var answered = trail.New(AuditNames.SignInAnswered) with { UserId = request.UserId, SessionId = request.SessionId };
        return door.WriteAsync(
            async context =>
            {
                var isLive = await SessionWriting.TryUseAsync(context, request.SessionId, request.UserId, time.GetUtcNow(), sessions.Value.IdleLifetime);
                if (isLive)
                {
                    await grants.AddAsync(context, request, code);
                    await AuditWriting.AddAsync(context, answered);
                }

                return isLive;
            },
            cancellationToken);
    }

    // Where nobody wants to hear of it this costs two look-ups in memory.
    private async Task TellAsync(TokgateDbContext context, SignIn signIn, IdentityWriting.Known found, Session session, DateTimeOffset now)
    {
        if (found.IsNew && receivers.Wants(WebhookTypes.UserCreated))
        {
            await WebhookWriting.AddAsync(context, WebhookEvent.New(
                id: null, WebhookTypes.UserCreated, now, ("user_id", found.UserId), ("connection", signIn.Connection.Name), ("tiktok_app", signIn.TikTokApp)));
        }

        if (receivers.Wants(WebhookTypes.UserSignedIn))
        {
            await WebhookWriting.AddAsync(context, WebhookEvent.New(
                id: null, WebhookTypes.UserSignedIn, now, ("user_id", found.UserId), ("session_id", session.Id), ("client_id", signIn.Request?.ClientId),
                ("connection", signIn.Connection.Name), ("tiktok_app", signIn.TikTokApp)));
        }
    }

    // The same person goes on in the same session, whose id other clients know, but under a new handle; another person gets a session of their own.
    private async Task<Session> StartAsync(TokgateDbContext context, SignIn signIn, string userId, AuditEvent ended, DateTimeOffset now)
    {
        var hash = signIn.Session.Hash();
        var session = new Session
        {
            Id = RandomId.New(),
            UserId = userId,
            Connection = signIn.Connection.Name,
            TikTokApp = signIn.TikTokApp,
            AskedScopes = signIn.AskedScopes,
            GrantedScopes = signIn.GrantedScopes.ToString(),
            AuthenticatedAt = now,
            IdleExpiresAt = now + sessions.Value.IdleLifetime,
            ExpiresAt = now + sessions.Value.Lifetime,
        };
        if (signIn.FormerSession is { } former && await ContinueAsync(context, former, hash, session, signIn.UserAgent, ended, now) is { } id)
        {
            return session with { Id = id };
        }

        await context.Sql.ExecuteAsync(
            $"""
            insert into sessions (id, handle_hash, user_id, connection, tiktok_app, asked_scopes, granted_scopes, created_at, auth_time, idle_expires_at, expires_at, last_seen_at, user_agent)
            values ({session.Id}, {hash}, {userId}, {session.Connection}, {session.TikTokApp}, {session.AskedScopes}, {session.GrantedScopes},
                {now.ToUnixTimeMilliseconds()}, {now.ToUnixTimeMilliseconds()}, {session.IdleExpiresAt.ToUnixTimeMilliseconds()}, {session.ExpiresAt.ToUnixTimeMilliseconds()},
                {now.ToUnixTimeMilliseconds()}, {signIn.UserAgent})
            """);
        return session;
    }

    private static async Task<string?> ContinueAsync(
        TokgateDbContext context, byte[] former, byte[] hash, Session session, string? userAgent, AuditEvent ended, DateTimeOffset now)
    {
        var instant = now.ToUnixTimeMilliseconds();
        var continued = await context.Sql.FirstAsync(
            $"""
            update sessions set handle_hash = {hash}, connection = {session.Connection}, tiktok_app = {session.TikTokApp}, asked_scopes = {session.AskedScopes},
                granted_scopes = {session.GrantedScopes}, auth_time = {instant}, idle_expires_at = {session.IdleExpiresAt.ToUnixTimeMilliseconds()}, expires_at = {session.ExpiresAt.ToUnixTimeMilliseconds()},
                last_seen_at = {instant}, user_agent = {userAgent}
            where handle_hash = {former} and user_id = {session.UserId} and ended_at is null and expires_at > {instant} and idle_expires_at > {instant}
            returning id
            """,
            static row => row.GetString(0),
            CancellationToken.None);
        if (continued is not null)
        {
            return continued;
        }

        await SessionEnding.EndFormerAsync(context, former, ended);
        return null;
    }
}
