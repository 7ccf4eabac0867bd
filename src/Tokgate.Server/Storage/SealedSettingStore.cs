using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Keys;

namespace Tokgate.Server.Storage;

internal sealed class SealedSettingStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door) : ISealedSettingStore
{
    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SealedSettings.Where(row => row.Name == name).Select(row => row.SealedValue).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SealedSettings.ToListAsync(cancellationToken); // a handful; a prefix search ignores case on SQLite
        return [.. rows.Where(row => row.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(row => KeyValuePair.Create(row.Name, row.SealedValue))];
    }

    public Task<bool> TryAddAsync(string name, byte[] value, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Database.ExecuteSqlAsync($"insert into sealed_settings (name, sealed_value) values ({name}, {value}) on conflict do nothing") == 1,
        cancellationToken);

    public Task<bool> TryReplaceAsync(string name, byte[] read, byte[] value, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Database.ExecuteSqlAsync($"update sealed_settings set sealed_value = {value} where name = {name} and sealed_value = {read}") == 1,
        cancellationToken);
}
