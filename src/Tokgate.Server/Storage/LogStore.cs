using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Management.Trail;

namespace Tokgate.Server.Storage;

internal sealed class LogStore(IDbContextFactory<TokgateDbContext> contexts, IOptions<StorageOptions> options) : ILogStore
{
    public async Task<LogPage> ListAsync(LogQuery query, CancellationToken cancellationToken)
    {
        if (query.Kinds is [])
        {
            return new LogPage([], null);
        }

        await using var context = await OpenAsync(cancellationToken);
        var (from, until) = await BoundsAsync(context, query, cancellationToken);
        var bound = await BoundAsync(context, query, from, until, cancellationToken);
        var ids = await context.Sql.ListAsync(Search(query, from, until).Page(bound), static row => row.GetInt64(0), cancellationToken);
        var rows = (await context.AuditEvents.Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken)).OrderBy(row => query.IsAscending ? row.Id : -row.Id).ToList();
        return new LogPage(await WithNamesAsync(context, rows, cancellationToken), ids.Count > query.Limit ? null : bound);
    }

    public async Task<long> CountAsync(LogQuery query, CancellationToken cancellationToken)
    {
        if (query.Kinds is [])
        {
            return 0;
        }

        await using var context = await OpenAsync(cancellationToken);
        var (from, until) = await BoundsAsync(context, query, cancellationToken);
        var bound = await BoundAsync(context, query, from, until, cancellationToken);
        return await NumberAsync(context, Search(query, from, until).Count(bound, LogQuery.MostCounted), cancellationToken) ?? 0;
    }

    public async Task<LogEntry?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var row = await context.AuditEvents.FirstOrDefaultAsync(audited => audited.Id == id, cancellationToken);
        return row is null ? null : (await WithNamesAsync(context, [row], cancellationToken))[0];
    }

    private LogSearch Search(LogQuery query, long? from, long? until) => new(query, options.Value.IsPostgreSql, from, until);

    private async Task<TokgateDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        return context;
    }

    private static async Task<(long? From, long? Until)> BoundsAsync(TokgateDbContext context, LogQuery query, CancellationToken cancellationToken) => (
        query.From is { } from ? await NumberAsync(context, LogSearch.FirstNotBefore(from - LogSearch.Late), cancellationToken) : null,
        query.Until is { } until ? await NumberAsync(context, LogSearch.FirstNotBefore(until + LogSearch.Late), cancellationToken) : null);

    private async Task<long?> BoundAsync(TokgateDbContext context, LogQuery query, long? from, long? until, CancellationToken cancellationToken) =>
        Search(query, from, until) is { IsBounded: true } search ? await NumberAsync(context, search.Bound(), cancellationToken) : null;

    private static async Task<long?> NumberAsync(TokgateDbContext context, FormattableString sql, CancellationToken cancellationToken) =>
        await context.Sql.FirstAsync(sql, static row => row.GetInt64(0).ToString(CultureInfo.InvariantCulture), cancellationToken) is { } number ? long.Parse(number, CultureInfo.InvariantCulture) : null;

    private static async Task<IReadOnlyList<LogEntry>> WithNamesAsync(TokgateDbContext context, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(static row => row.ClientId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var names = (await context.Clients.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Document }).ToListAsync(cancellationToken))
            .ToDictionary(static row => row.Id, static row => JsonSerializer.Deserialize(row.Document, StoredJson.Default.Client)!.Name, StringComparer.Ordinal); // our own document, never null
        return [.. rows.Select(row => new LogEntry(row.ToEvent(), row.ClientId is { } id ? names.GetValueOrDefault(id) : null))];
    }
}
