using System.Globalization;
using System.Security.Cryptography;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Nodes;

/// <summary>What one kill is to hit, told by a seed.</summary>
/// <param name="Phase">When it dies.</param>
/// <param name="Point">The node's own name for where it is stopped; null when TikTok holds its request.</param>
/// <param name="HasEffect">Whether TikTok had spent the refresh token by then.</param>
/// <param name="Grants">How many grants the process is refreshing.</param>
/// <param name="IsStrict">Whether TikTok gives a new refresh token for a used one, or lets it be used again.</param>
internal sealed record KillRound(Phase Phase, string? Point, bool HasEffect, int Grants, bool IsStrict)
{
    private static readonly string[] s_before = ["BeforeLease", "LeaseWritten", "Leased", "BeforeSend"];
    private static readonly string[] s_after = ["Answered", "BeforeCommit", "PairWritten"];

    public static KillRound Of(int seed, int number, Phase phase, bool isPostgreSql)
    {
        var chance = SHA256.HashData([.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(number), (byte)phase]);
        var point = phase switch
        {
            Phase.BeforeTheRequestLeaves => s_before[chance[0] % s_before.Length],
            Phase.AfterTheAnswerAndBeforeTheCommit => s_after[chance[0] % s_after.Length],
            _ => null,
        };

        // SQLite has one writer: whoever is stopped inside its transaction is alone there.
        var isAlone = !isPostgreSql && point is "BeforeLease" or "LeaseWritten" or "Leased" or "BeforeCommit" or "PairWritten";
        var hasEffect = phase == Phase.AfterTheAnswerAndBeforeTheCommit || (phase == Phase.AfterItLeft && chance[1] % 2 == 0);
        return new KillRound(phase, point, hasEffect, isAlone ? 1 : 3, IsStrict: chance[2] % 2 == 0);
    }

    /// <summary>The process is where it is to die, with all its grants.</summary>
    public async Task ComeThereAsync(World world, NodeProcess victim, IReadOnlyList<Grant> grants)
    {
        if (Point is null)
        {
            await world.FaultAsync("hang", Grants, more: new { when = HasEffect ? "after" : "before" });
        }
        else
        {
            await victim.HoldAsync(Point);
        }

        foreach (var grant in grants)
        {
            await victim.BeginReadAsync(grant, 2);
        }

        foreach (var _ in Point is null ? [] : grants)
        {
            await victim.ExpectAsync($"at {Point}");
        }

        if (Point is null)
        {
            await world.FaultsAreUsedAsync();
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Phase}, {Point ?? (HasEffect ? "held after its effect" : "held before its effect")}, {(IsStrict ? "strict" : "reusable")} rotation");
}
