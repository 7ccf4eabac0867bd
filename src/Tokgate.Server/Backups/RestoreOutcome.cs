namespace Tokgate.Server.Backups;

/// <summary>What a new beginning came to.</summary>
internal sealed record RestoreOutcome(int EndedGrants, int DeadDeliveries, int AmbiguousGrants);
