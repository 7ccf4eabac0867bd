using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Bench;

/// <summary>Grants of one person by the thousand, sealed by the vault itself and copied into the database in one stream.</summary>
internal sealed class VaultFilling(string connectionString, TikTokTokens tokens) : IGrantStore
{
    private const string Columns =
        "id, tiktok_app, connection, owner, open_id, scopes, state, generation, master_key_id, data_key_version, data_key_at, data_key, access_token, refresh_token, access_expires_at,"
        + " refresh_expires_at, refreshed_at, authorized_at, created_at, last_used_at, failures, had_failed, due_at";

    private readonly List<string> _ids = [];
    private NpgsqlBinaryImporter? _stream;
    private int _owners;

    /// <returns>The grants' ids.</returns>
    public async Task<IReadOnlyList<string>> FillAsync(int count, DateTimeOffset accessExpiresAt)
    {
        _ids.Clear();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (_stream = await connection.BeginBinaryImportAsync($"copy vault_grants ({Columns}) from stdin (format binary)"))
        {
            await using var vault = new TikTokVault(
                new VaultStores(this, null!, null!, null!, null!, null!), new MasterKeyRing(new BenchKey()), new Nowhere(), new VaultOptions(), [], NullLoggerFactory.Instance); // keeping uses the first alone
            for (var number = 0; number < count; number++)
            {
                await vault.KeepAsync(new GrantHandOver
                {
                    TikTokApp = Emulator.TikTokEmulator.SandboxClientKey,
                    Connection = "tiktok",
                    Owner = $"usr_{_owners++:0000000000000000}",
                    OpenId = tokens.OpenId,
                    Scopes = tokens.Scopes,
                    AccessToken = tokens.AccessToken,
                    AccessExpiresAt = accessExpiresAt,
                    RefreshToken = tokens.RefreshToken,
                    RefreshExpiresAt = tokens.RefreshExpiresAt,
                });
            }

            await _stream.CompleteAsync();
        }

        return [.. _ids];
    }

    public async Task<IReadOnlyList<string>> FillPlainAsync(int count, DateTimeOffset accessExpiresAt)
    {
        var options = new DbContextOptionsBuilder<VaultContext>().UseNpgsql(connectionString).Options;
        var ids = new List<string>(count);
        await using var context = new VaultContext(options);
        for (var number = 0; number < count; number++)
        {
            ids.Add($"plain-{_owners++}");
            context.Add(new PlainGrant
            {
                Id = ids[^1],
                OpenId = tokens.OpenId,
                AccessToken = tokens.AccessToken.Reveal(),
                RefreshToken = tokens.RefreshToken!.Reveal(), // the emulator gives one
                ExpiresAt = accessExpiresAt.ToUnixTimeMilliseconds(),
            });
        }

        await context.SaveChangesAsync();
        return ids;
    }

    public async Task<bool> TryAddAsync(Grant grant, CancellationToken cancellationToken = default)
    {
        var stream = _stream!; // it is open while the vault fills
        var boxes = grant.Sealed!; // it was sealed just now
        await stream.StartRowAsync(cancellationToken);
        foreach (var text in new[] { grant.Id, grant.TikTokApp, grant.Connection, grant.Owner, grant.OpenId, grant.Scopes.ToString(), grant.State.ToString() })
        {
            await stream.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
        }

        await NumberAsync(grant.Generation);
        await stream.WriteAsync(boxes.MasterKeyId, NpgsqlDbType.Text, cancellationToken);
        await NumberAsync(boxes.DataKeyVersion);
        await NumberAsync(grant.RefreshedAt.ToUnixTimeMilliseconds());
        foreach (var box in new[] { boxes.DataKey, boxes.AccessToken, boxes.RefreshToken! }) // as above
        {
            await stream.WriteAsync(box, NpgsqlDbType.Bytea, cancellationToken);
        }

        foreach (var instant in new[] { grant.AccessExpiresAt, grant.RefreshExpiresAt!.Value, grant.RefreshedAt, grant.AuthorizedAt, grant.CreatedAt, grant.LastUsedAt }) // as above
        {
            await NumberAsync(instant.ToUnixTimeMilliseconds());
        }

        await stream.WriteAsync(0, NpgsqlDbType.Integer, cancellationToken);
        await stream.WriteAsync(0, NpgsqlDbType.Integer, cancellationToken);
        await NumberAsync(grant.DueAt!.Value.ToUnixTimeMilliseconds()); // as above
        _ids.Add(grant.Id);
        return true;

        Task NumberAsync(long number) => stream.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken);
    }

    public Task<IReadOnlyList<Grant>> ListAsync(string owner, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<Grant>>([]);

    public Task<Grant?> FindAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> TryReplaceAsync(Grant grant, long formerGeneration, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Grant?> RevokeAsync(string id, DateTimeOffset at, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Grant>> RemoveAsync(GrantRemoval removal, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string id, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private sealed class Nowhere : ITikTokAppSource
    {
        public ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default) => ValueTask.FromResult<TikTokApp?>(null);
    }
}
