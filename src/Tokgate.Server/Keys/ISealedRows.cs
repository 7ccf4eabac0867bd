namespace Tokgate.Server.Keys;

/// <summary>What a feature keeps sealed in rows of its own, and moves to the master key of now when everything is.</summary>
internal interface ISealedRows
{
    Task RewrapAsync(CancellationToken cancellationToken);
}
