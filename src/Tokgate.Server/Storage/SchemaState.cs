using Microsoft.Extensions.Options;
using Tokgate.Server.Operations;

namespace Tokgate.Server.Storage;

/// <summary>
/// Holds this program against the migrations that the database has. What a newer program added is left alone, so that two versions work side by side; but a script
/// whose name ends in <see cref="Contract"/> took something away that programs without it use, and they must not go on (docs/upgrade.md).
/// </summary>
internal sealed class SchemaState(IReadDoor reads, IOptions<StorageOptions> options) : ISchemaState
{
    public const string Contract = ".contract.sql";

    public async Task<SchemaFault?> FindFaultAsync(CancellationToken cancellationToken)
    {
        var applied = await reads.ListAsync($"select name from schema_migrations", static row => row.GetString(0), cancellationToken);
        return FaultOf([.. MigrationScript.For(options.Value.IsPostgreSql).Select(static script => script.Name)], applied);
    }

    /// <summary>Of what this program has and what the database has.</summary>
    public static SchemaFault? FaultOf(IReadOnlyCollection<string> known, IReadOnlyCollection<string> applied)
    {
        if (applied.Except(known, StringComparer.Ordinal).Where(static name => name.EndsWith(Contract, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            return new SchemaFault(ErrorIds.SchemaTooNew, $"The database was upgraded by a newer program to a schema that this one cannot work on ({newer}). Start the newer program; there is no way back but a backup.");
        }

        return known.Except(applied, StringComparer.Ordinal).FirstOrDefault() is { } missing
            ? new SchemaFault(ErrorIds.MigrationsPending, $"The database lacks the migration {missing}.")
            : null;
    }
}
