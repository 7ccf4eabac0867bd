using Tokgate.Server.Keys;

namespace Tokgate.Server.Storage;

/// <summary>Read at every start, so by plain SQL: to build EF's model first would double the time to the first answer.</summary>
internal sealed class SealedSettingStore(IReadDoor reads, IWriteDoor door) : ISealedSettingStore
{
    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) =>
        reads.FirstAsync($"select sealed_value from sealed_settings where name = {name}", static row => row.GetFieldValue<byte[]>(0), cancellationToken);

    public async Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        // A handful; a prefix search ignores case on SQLite.
        var rows = await reads.ListAsync(
            $"select name, sealed_value from sealed_settings", static row => KeyValuePair.Create(row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellationToken);
        return [.. rows.Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal))];
    }

    public Task<bool> TryAddAsync(string name, byte[] value, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"insert into sealed_settings (name, sealed_value) values ({name}, {value}) on conflict do nothing") == 1,
        cancellationToken);

    public Task<bool> TryReplaceAsync(string name, byte[] read, byte[] value, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"update sealed_settings set sealed_value = {value} where name = {name} and sealed_value = {read}") == 1,
        cancellationToken);
}
