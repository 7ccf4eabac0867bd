using Tokgate.Vault;

namespace Tokgate.Server.Management.Stats;

/// <param name="States">How many TikTok grants are in each state; none of a state that is not there.</param>
/// <param name="Expiring">How many active ones end soon, up to <see cref="MostCounted"/>.</param>
/// <param name="PausedApps">The TikTok apps whose key or secret TikTok refuses.</param>
internal sealed record GrantStats(IReadOnlyDictionary<GrantState, long> States, long Expiring, IReadOnlyList<PausedApp> PausedApps)
{
    public const int MostCounted = 10_000;
}
