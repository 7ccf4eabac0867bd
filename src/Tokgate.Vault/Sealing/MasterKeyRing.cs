namespace Tokgate.Vault;

/// <summary>
/// The master key that seals, and others that only open: during a rotation every node knows both keys before the first one seals with the new.
/// Keys are loaded when they are first needed, once.
/// </summary>
public sealed class MasterKeyRing
{
    private readonly Lazy<IReadOnlyList<MasterKey>> _keys;

    /// <summary>Names the sources.</summary>
    /// <param name="current">Whose key seals.</param>
    /// <param name="others">Whose keys only open: the former one, or the coming one.</param>
    public MasterKeyRing(IMasterKeySource current, params IEnumerable<IMasterKeySource> others)
    {
        ArgumentNullException.ThrowIfNull(current);
        IMasterKeySource[] sources = [current, .. others];
        _keys = new Lazy<IReadOnlyList<MasterKey>>(() => [.. sources.Select(static source => source.Load()).DistinctBy(static key => key.Id)]);
    }

    /// <summary>The id of the key that seals.</summary>
    public string CurrentId => _keys.Value[0].Id;

    /// <summary>The ids of all keys, the one that seals first.</summary>
    public IReadOnlyList<string> Ids => [.. _keys.Value.Select(static key => key.Id)];

    /// <summary>Makes the key of one purpose, derived from the master keys.</summary>
    /// <param name="purpose">Such as <c>data-protection</c>. Different purposes cannot open each other's boxes.</param>
    /// <returns>What seals and opens; it loads the master keys when it is first used.</returns>
    public SealingKey Derive(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return new SealingKey(() => _keys.Value.Select(key => KeyValuePair.Create(key.Id, key.Derive(purpose))));
    }

    /// <summary>Never a key.</summary>
    /// <returns>Three asterisks.</returns>
    public override string ToString() => "***";
}
