using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Tests.Attacks;

public sealed class AbandonedSignInTests
{
    private const int AtOnce = 250;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1";

    [Fact]
    public async Task T_52_However_many_sign_ins_are_abandoned_their_table_is_bounded_and_the_next_one_works()
    {
        var (starts, most) = IsLong ? (1_000_000, 100_000) : (2_000, 400);
        await using var world = await SignInWorld.StartAsync(arguments: $"--Tokgate:Upstream:MaxPending={most}");
        var store = world.Broker.Get<IPendingSignInStore>();
        for (var done = 0; done < starts; done += AtOnce)
        {
            var now = world.Broker.Time.GetUtcNow();
            await Task.WhenAll(Enumerable.Range(done, AtOnce).Select(number => store.AddAsync(BitConverter.GetBytes(number), Abandoned(number, now), limit: 5, CancellationToken.None)));
            world.Broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.InRange(await context.PendingSignIns.CountAsync(), most / 2, most + (most / 10) + AtOnce); // those of one moment go or stay together
        using var browser = world.NewBrowser();
        Assert.True((await browser.GoAsync(SignInWorld.Authorize())).Query.ContainsKey("code"));
    }

    private static PendingSignIn Abandoned(int number, DateTimeOffset now) => new()
    {
        BrowserHash = BitConverter.GetBytes(number), // each from another browser, so only the bound on all of them holds
        Connection = "tiktok",
        TikTokApp = "app",
        Callback = "https://login.example/login/callback",
        AskedScopes = "user.info.basic",
        Request = null,
        CreatedAt = now,
        ExpiresAt = now + TimeSpan.FromMinutes(15),
    };
}
