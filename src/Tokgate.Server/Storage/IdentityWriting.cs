using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Upstream;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

/// <summary>Who somebody of TikTok's is here, inside the transaction of a sign-in.</summary>
internal static class IdentityWriting
{
    private const string Active = nameof(UserStatus.Active);

    public static Task<Known?> FindAsync(TokgateDbContext context, SignIn signIn) => context.Sql.FirstAsync(
        $"""
        select u.id, u.status, u.claims, i.union_id, g.id, g.data_key_version
        from identities i join users u on u.id = i.user_id left join vault_grants g on g.owner = i.user_id and g.tiktok_app = i.tiktok_app and g.open_id = i.open_id
        where i.tiktok_app = {signIn.TikTokApp} and i.open_id = {signIn.OpenId}
        """,
        static row => new Known { UserId = row.GetString(0), Status = row.GetString(1), Claims = row.GetString(2), UnionId = row.TextOrNull(3), Kept = row.TextOrNull(4) is { } kept ? new(kept, row.GetInt64(5)) : null },
        CancellationToken.None);

    /// <summary>Of several who come at once with one new account, on whatever node, one makes the user and the others find it.</summary>
    public static async Task<Known> AddAsync(TokgateDbContext context, SignIn signIn, DateTimeOffset now)
    {
        var instant = now.ToUnixTimeMilliseconds();
        if (await FindByUnionAsync(context, signIn) is { } joined)
        {
            await AddIdentityAsync(context, signIn, joined.UserId, instant);
            return await FindAsync(context, signIn) ?? joined;
        }

        var id = SubjectId.New();
        await context.Sql.ExecuteAsync($"insert into users (id, status, claims, created_at, updated_at) values ({id}, {Active}, {"{}"}, {instant}, {instant})");
        if (await AddIdentityAsync(context, signIn, id, instant) == 1)
        {
            return new Known { UserId = id, Status = Active, UnionId = signIn.UnionId };
        }

        await context.Sql.ExecuteAsync($"delete from users where id = {id}");
        return await FindAsync(context, signIn) ?? throw new InvalidOperationException("An identity that stood in the way was gone a moment later.");
    }

    /// <summary>What TikTok says now about somebody we know. Avatars change their address at every sign-in, so mostly there is something to write.</summary>
    public static async Task SeenAsync(TokgateDbContext context, SignIn signIn, Known known, DateTimeOffset now)
    {
        var instant = now.ToUnixTimeMilliseconds();
        var connection = signIn.Connection.Name;
        var before = known.Claims is null ? null : JsonNode.Parse(known.Claims)!.AsObject(); // our own document
        var claims = signIn.Connection.ClaimsOf(known.UserId, signIn.Profile, before);
        if (before is null || !JsonNode.DeepEquals(before, claims))
        {
            claims["updated_at"] = now.ToUnixTimeSeconds();
            await context.Sql.ExecuteAsync(
                $"""
                update users set claims = {claims.ToJsonString()}, updated_at = {instant}, name_key = {PersonText.NameKey(claims)}, username_key = {PersonText.UsernameKey(claims)},
                    connection = {connection}, last_login_at = {instant}, logins = logins + 1, version = version + 1 where id = {known.UserId}
                """);
        }
        else
        {
            await context.Sql.ExecuteAsync($"update users set connection = {connection}, last_login_at = {instant}, logins = logins + 1 where id = {known.UserId}");
        }

        if (known.Claims is not null)
        {
            await context.Sql.ExecuteAsync(
                $"update identities set last_seen_at = {instant}, union_id = {signIn.UnionId ?? known.UnionId} where tiktok_app = {signIn.TikTokApp} and open_id = {signIn.OpenId}");
        }
    }

    private static async Task<Known?> FindByUnionAsync(TokgateDbContext context, SignIn signIn)
    {
        if (!signIn.Connection.Config.JoinsByUnionId || signIn.UnionId is not { } unionId)
        {
            return null;
        }

        // Only apps of this connection: the same union_id from another developer's app is another person.
        var apps = signIn.Connection.ClientKeys.ToArray();
        var userId = await context.Set<IdentityRow>().Where(row => row.UnionId == unionId && apps.Contains(row.TikTokApp)).OrderBy(row => row.CreatedAt).Select(row => row.UserId).FirstOrDefaultAsync();
        return userId is null ? null : await context.Users.Where(row => row.Id == userId)
            .Select(row => new Known { UserId = row.Id, Status = row.Status, Claims = row.Claims, UnionId = unionId }).FirstAsync();
    }

    private static Task<int> AddIdentityAsync(TokgateDbContext context, SignIn signIn, string userId, long instant) => context.Sql.ExecuteAsync(
        $"""
        insert into identities (tiktok_app, open_id, union_id, user_id, created_at, last_seen_at)
        values ({signIn.TikTokApp}, {signIn.OpenId}, {signIn.UnionId}, {userId}, {instant}, {instant}) on conflict do nothing
        """);

    internal sealed class Known
    {
        public required string UserId { get; init; }

        public required string Status { get; init; }

        /// <value>Null for somebody who was made in this transaction.</value>
        public string? Claims { get; init; }

        public string? UnionId { get; init; }

        public bool IsNew => Claims is null;

        /// <value>Null if the vault has nothing of this identity.</value>
        public VaultGrantWriting.KeptGrant? Kept { get; init; }
    }
}
