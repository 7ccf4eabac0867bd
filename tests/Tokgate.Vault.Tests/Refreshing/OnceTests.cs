using System.Diagnostics;
using Tokgate.Vault.Tests.Hosting;
using Xunit.Abstractions;

namespace Tokgate.Vault.Tests.Refreshing;

/// <summary>One refresh per generation, however many ask, in however many processes.</summary>
public sealed class OnceTests(ITestOutputHelper output)
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_thousand_callers_cause_one_refresh_and_have_its_token(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();

        var calls = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => world.Vault.GetAccessTokenAsync(grant.Id))).ToArray();
        await world.HeldAsync(grant);
        await world.ReleaseAsync();
        var answers = await Task.WhenAll(calls);

        Assert.Single(await world.RequestsAsync());
        Assert.All(answers, answer => Assert.Equal((TokenStanding.Active, 2), (answer.Standing, answer.Grant!.Generation))); // active answers have a grant
        Assert.Single(answers.Select(answer => answer.AccessToken!.Reveal()).Distinct());
    }

    [Fact]
    public async Task A_thousand_callers_that_saw_one_refusal_cause_one_refresh()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();

        for (var wave = 0; wave < 2; wave++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = 1 }))));
            Assert.All(answers, answer => Assert.Equal((TokenStanding.Active, 2), (answer.Standing, answer.Grant!.Generation))); // as above
        }

        Assert.Single(await world.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Three_nodes_cause_one_refresh_and_hear_of_it_soon(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        TikTokVault[] nodes = [world.Node(), world.Node(), world.Node()];
        await Task.WhenAll(nodes.Select(node => node.GetAccessTokenAsync(grant.Id)));
        await world.PassAsync();
        await world.HoldAsync();

        var ends = new long[300];
        var waiting = 0;
        var calls = Enumerable.Range(0, ends.Length).Select(index => Task.Run(async () =>
        {
            var call = nodes[index % nodes.Length].GetAccessTokenAsync(grant.Id);
            Interlocked.Increment(ref waiting);
            var answer = await call;
            ends[index] = Stopwatch.GetTimestamp();
            return answer;
        })).ToArray();
        await world.HeldAsync(grant);
        await Eventually.HoldsAsync(() => Volatile.Read(ref waiting) == ends.Length); // who comes late is not who is measured
        await world.ReleaseAsync();
        var answers = await Task.WhenAll(calls);

        Assert.Single(await world.RequestsAsync());
        Assert.All(answers, answer => Assert.Equal((TokenStanding.Active, 2), (answer.Standing, answer.Grant!.Generation))); // as above

        // The first to answer is on the node that committed. The goal for the others is 250 ms; a busy machine gets four times that.
        var waits = ends.Select(end => Stopwatch.GetElapsedTime(ends.Min(), end).TotalMilliseconds).Order().ToArray();
        output.WriteLine($"{engine}: from the first answer to the others p50 {waits[150]:0} ms, p99 {waits[297]:0} ms");
        Assert.InRange(waits[297], 0, 1000);
    }

    [Fact]
    public async Task Whoever_wants_more_life_than_TikTok_gives_does_not_refresh_again_and_again()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();

        for (var turn = 0; turn < 3; turn++)
        {
            Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { MinTtl = TimeSpan.FromDays(1) })).IsActive);
        }

        Assert.Empty(await world.RequestsAsync());
        await world.PassAsync(TimeSpan.FromMinutes(2));
        await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { MinTtl = TimeSpan.FromDays(1) });
        Assert.Single(await world.RequestsAsync());
    }

    [Fact]
    public async Task Only_the_current_generation_can_be_refused()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();

        Assert.Equal(1, (await world.Vault.GetAccessTokenAsync(grant.Id, new TokenRequest { RefusedGeneration = 7 })).Grant?.Generation);
        Assert.Empty(await world.RequestsAsync());
    }
}
