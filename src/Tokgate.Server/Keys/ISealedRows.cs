namespace Tokgate.Server.Keys;

/// <summary>What another room keeps sealed under the master key for longer than a rotation may take. What lives for minutes needs none: both keys open it until then.</summary>
internal interface ISealedRows
{
    /// <summary>Seals all of it with the master key of now. What another node, or another writer, has written meanwhile stays as it is.</summary>
    Task ResealAsync(CancellationToken cancellationToken);
}
