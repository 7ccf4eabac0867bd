namespace Tokgate.Server.Operations;

/// <summary>Whether the database has a schema that this program can work on.</summary>
internal interface ISchemaState
{
    /// <summary>Null if it has.</summary>
    Task<SchemaFault?> FindFaultAsync(CancellationToken cancellationToken);
}
