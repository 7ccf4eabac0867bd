namespace Tokgate.Server.Keys;

internal sealed class KeyScheduleOptions
{
    /// <value>How long a key signs.</value>
    public TimeSpan RotateEvery { get; set; } = TimeSpan.FromDays(90);

    /// <value>How long a key stands in the key set before it signs, so that everybody has fetched it.</value>
    public TimeSpan AnnounceFor { get; set; } = TimeSpan.FromDays(1);

    /// <value>How long a key stays in the key set after its successor has taken over.</value>
    public TimeSpan KeepRetired { get; set; } = TimeSpan.FromDays(14);

    /// <value>How long a node may not know what another node did to the keys; thus also how long an emergency removal takes.</value>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(10);
}
