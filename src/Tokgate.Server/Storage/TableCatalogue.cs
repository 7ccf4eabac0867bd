using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>Our tables, each behind those that it refers to. A database may hold others' tables beside ours.</summary>
internal sealed class TableCatalogue(IDbContextFactory<TokgateDbContext> contexts)
{
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var left = context.Model.GetEntityTypes().ToDictionary(
            static type => type.GetTableName()!, // each is mapped to a table
            static type => type.GetForeignKeys().Select(static key => key.PrincipalEntityType.GetTableName()!).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var ordered = new List<string>();
        while (left.Count > 0)
        {
            var free = left.Where(table => table.Value.All(other => !left.ContainsKey(other) || other == table.Key)).Select(static table => table.Key).Order(StringComparer.Ordinal).ToList();
            if (free.Count == 0)
            {
                throw new InvalidOperationException($"Tables refer to each other in a circle: {string.Join(", ", left.Keys)}.");
            }

            ordered.AddRange(free);
            free.ForEach(table => left.Remove(table));
        }

        return ordered;
    }
}
