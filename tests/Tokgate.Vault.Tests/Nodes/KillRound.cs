using System.Globalization;
using System.Security.Cryptography;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Nodes;

/// <summary>What one kill is to hit, told by a seed: several refreshes of one process, each at its own point of one phase.</summary>
/// <param name="Phase">When it dies.</param>
/// <param name="Cases">The refreshes, in the order in which they come to their points.</param>
/// <param name="IsStrict">Whether TikTok gives a new refresh token for a used one, or lets it be used again.</param>
internal sealed record KillRound(Phase Phase, IReadOnlyList<KillCase> Cases, bool IsStrict)
{
    public const int CaseCount = 3;

    private static readonly string[] s_before = ["BeforeLease", "LeaseWritten", "Leased", "BeforeSend"];
    private static readonly string[] s_after = ["Answered", "BeforeCommit", "PairWritten"];

    public static KillRound Of(int seed, int number, Phase phase, bool isPostgreSql)
    {
        var chance = SHA256.HashData([.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(number), (byte)phase]);
        var cases = new List<KillCase>();
        for (var index = 0; index < CaseCount; index++)
        {
            // SQLite has one writer: whoever is stopped inside its transaction is the last who comes anywhere.
            var isFree = isPostgreSql || index == CaseCount - 1;
            cases.Add(phase switch
            {
                Phase.BeforeTheRequestLeaves => new KillCase(isFree ? s_before[chance[index] % s_before.Length] : "BeforeSend", HasEffect: false),
                Phase.AfterTheAnswerAndBeforeTheCommit => new KillCase(isFree ? s_after[chance[index] % s_after.Length] : "Answered", HasEffect: true),
                _ => new KillCase(null, HasEffect: chance[index] % 2 == 0),
            });
        }

        return new KillRound(phase, cases, IsStrict: chance[^1] % 2 == 0);
    }

    /// <summary>The process is where it is to die, with all its grants. False if one of its reads ended before that, by the process's own deadline.</summary>
    public async Task<bool> TryComeThereAsync(World world, NodeProcess victim, IReadOnlyList<Grant> grants)
    {
        for (var index = 0; index < Cases.Count; index++)
        {
            if (Cases[index].Point is { } point)
            {
                if (!await victim.TryHoldAsync(point))
                {
                    return false;
                }

                await victim.BeginReadAsync(grants[index], 2);
                if (await victim.HearAsync() != $"at {point}")
                {
                    return false;
                }
            }
            else
            {
                await world.FaultAsync("hang", more: new { when = Cases[index].HasEffect ? "after" : "before" });
                await victim.BeginReadAsync(grants[index], 2);
                await world.FaultsAreUsedAsync();
            }
        }

        return true;
    }

    public string Describe(int index) => string.Create(
        CultureInfo.InvariantCulture, $"{Phase}, {Cases[index].Point ?? (Cases[index].HasEffect ? "held after its effect" : "held before its effect")}, {(IsStrict ? "strict" : "reusable")} rotation");

    /// <summary>Whether TikTok had spent the token and does not take it again: nobody could have kept that grant.</summary>
    public bool IsHopeless(int index) => IsStrict && Cases[index].HasEffect;
}
