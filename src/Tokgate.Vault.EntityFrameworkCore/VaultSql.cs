using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>What differs between databases and models in the few statements that are written out: names of tables, the clock, and the passing over of locked rows.</summary>
internal sealed class VaultSql(DbContext context)
{
    private readonly bool _isPostgreSql = context.Database.ProviderName?.Contains("Npgsql", StringComparison.Ordinal) == true;

    public string Grants { get; } = Name<VaultGrantRow>(context);

    public string Apps { get; } = Name<VaultAppRow>(context);

    public string Keys { get; } = Name<VaultKeyRow>(context);

    public string Events { get; } = Name<VaultEventRow>(context);

    /// <summary>The database's own clock where several machines share it; the process's, given as parameter <c>{0}</c>, where only one does.</summary>
    public string Clock => _isPostgreSql ? "(extract(epoch from clock_timestamp()) * 1000)::bigint" : "{0}";

    public string SkipLocked => _isPostgreSql ? " for update skip locked" : string.Empty;

    public string Blob => _isPostgreSql ? "bytea" : "blob";

    /// <summary>Rows of parameters, from the given number on, each cast to its column's type: a null has none of its own.</summary>
    public static string Rows(int first, int count, params IReadOnlyList<string> types) => string.Join(
        ", ",
        Enumerable.Range(0, count).Select(row => $"({string.Join(", ", types.Select((type, column) => $"cast({{{first + (row * types.Count) + column}}} as {type})"))})"));

    private static string Name<T>(DbContext context)
    {
        var type = context.Model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException("The context's model has no tables of the vault: call modelBuilder.UseTokgateVault() in OnModelCreating.");
        return context.GetService<ISqlGenerationHelper>().DelimitIdentifier(type.GetTableName()!, type.GetSchema()); // it is configured with a table
    }
}
