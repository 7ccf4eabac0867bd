using Microsoft.EntityFrameworkCore;
using Tokgate.TikTok;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>Many grants that nobody signed in for, under the world's master key.</summary>
internal static class Filling
{
    /// <returns>Their ids.</returns>
    public static async Task<List<string>> FillAsync(World world, int count)
    {
        var now = world.Time.GetUtcNow();
        var ids = new List<string>(count);
        await using var filling = new OneTransaction(world.Database);
        var vault = world.Node(through: _ => filling);
        for (var owner = 0; owner < count; owner++)
        {
            var kept = await vault.KeepAsync(new GrantHandOver
            {
                TikTokApp = Emulator.TikTokEmulator.SandboxClientKey,
                Connection = "tiktok",
                Owner = $"filled-{owner}",
                OpenId = $"open-id-{owner}",
                Scopes = TikTokScopes.Of("video.list"),
                AccessToken = AccessToken.From($"act.{owner}"),
                AccessExpiresAt = now + TimeSpan.FromDays(1),
                RefreshToken = RefreshToken.From($"rft.{owner}"),
            });
            ids.Add(kept.Id);
        }

        await filling.CommitAsync();
        return ids;
    }

    /// <summary>Reads one after the other until it is told to stop; none may fail.</summary>
    /// <returns>How many were read.</returns>
    public static Task<int> ReadAsync(TikTokVault reader, IReadOnlyList<string> ids, CancellationToken done) => Task.Run(
        async () =>
        {
            var count = 0;
            for (var index = 0; !done.IsCancellationRequested; index += 7, count++)
            {
                Assert.True((await reader.GetAccessTokenAsync(ids[index % ids.Count])).IsActive);
            }

            return count;
        },
        CancellationToken.None);

    /// <summary>How many grants are sealed under a master key.</summary>
    public static async Task<int> UnderAsync(World world, string keyId)
    {
        await using var context = world.Database.Open();
        return await context.Database.SqlQuery<int>($"select cast(count(*) as integer) as \"Value\" from vault_grants where master_key_id = {keyId}").SingleAsync();
    }
}
