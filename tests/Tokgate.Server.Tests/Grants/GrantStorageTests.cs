using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Grants;

public sealed class GrantStorageTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Everything_that_a_sign_in_said_comes_back(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var request = signIn.Request with { Acr = "acr", Audience = The.Api, ClaimsRequest = ClaimsRequest.Parse("{\"userinfo\":{\"name\":null}}"), IsOffline = false, Nonce = "é\"'😀" };
        var code = await signIn.CodeAsync(request);
        var grant = await signIn.Broker.Get<IGrantStore>().FindByCodeAsync(Server.Protocol.Handle.HashOf(code), CancellationToken.None);
        Assert.NotNull(grant);
        Assert.Equal(
            (request.ClientId, request.UserId, request.SessionId, request.IsOffline, request.RedirectUri, request.Audience, request.Acr, request.Nonce, request.CodeChallenge, request.AuthenticatedAt),
            (grant.ClientId, grant.UserId, grant.SessionId, grant.IsOffline, grant.RedirectUri, grant.Audience, grant.Acr, grant.Nonce, grant.CodeChallenge, grant.AuthenticatedAt));
        Assert.Equal(request.Scopes, grant.Scopes);
        Assert.Equal(request.UpstreamScopes, grant.UpstreamScopes);
        Assert.Equal(["name"], grant.ClaimsRequest!.UserInfo.Keys);
        Assert.False(grant.IsRedeemed);
        Assert.True(grant.IsAlive(signIn.Broker.Time.GetUtcNow()));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task O_12_Neither_code_nor_token_stands_in_the_database(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var code = await signIn.CodeAsync();
        var first = (await signIn.RedeemAsync(code)).Json.GetProperty("refresh_token").GetString()!;
        var second = (await signIn.RefreshAsync(first)).Json.GetProperty("refresh_token").GetString()!;
        await using var context = signIn.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        var grant = await context.Grants.SingleAsync();
        var token = await context.RefreshTokens.SingleAsync();
        var everything = System.Text.Json.JsonSerializer.Serialize(new { grant, token });
        var binary = string.Concat(new[] { grant.CodeHash, token.Family, token.Hash, token.PreviousHash!, token.SealedSuccessor! }.Select(System.Text.Encoding.Latin1.GetString)); // both set by the refresh
        foreach (var secret in (string[])[code, first, second])
        {
            Assert.DoesNotContain(secret[4..], everything, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[4..], binary, StringComparison.Ordinal);
            Assert.DoesNotContain(System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(secret.AsSpan(4))[..16]), binary, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_sealed_successor_is_erased_after_the_grace(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var first = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
        await signIn.RefreshAsync(first);
        var cleanUp = signIn.Broker.Get<CleanUpHostedService>();
        await using var context = signIn.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        Assert.Equal(0, await cleanUp.SweepAsync(CancellationToken.None));
        Assert.NotNull((await context.RefreshTokens.SingleAsync()).SealedSuccessor);
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await cleanUp.SweepAsync(CancellationToken.None));
        Assert.Null((await context.RefreshTokens.SingleAsync()).SealedSuccessor);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_over_is_deleted_and_what_lives_is_not(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        await signIn.CodeAsync();
        await signIn.TokensAsync(signIn.Request with { IsOffline = false });
        await signIn.TokensAsync();
        var cleanUp = signIn.Broker.Get<CleanUpHostedService>();
        Assert.Equal(0, await cleanUp.SweepAsync(CancellationToken.None));
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await cleanUp.SweepAsync(CancellationToken.None)); // a code that nobody came with
        signIn.Broker.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await cleanUp.SweepAsync(CancellationToken.None)); // what only an access token stood on
        signIn.Broker.Time.Advance(TimeSpan.FromDays(180));
        Assert.True(await cleanUp.SweepAsync(CancellationToken.None) >= 1);
        await using var context = signIn.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        Assert.Equal((0, 0), (await context.Grants.CountAsync(), await context.RefreshTokens.CountAsync()));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_and_a_user_take_their_grants_along(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var tokens = await signIn.TokensAsync();
        await signIn.TokensAsync(signIn.Request with { Nonce = "second" });
        var code = await signIn.CodeAsync(signIn.Request with { ClientId = SignIn.Other });
        await signIn.RedeemAsync(code, ("client_id", SignIn.Other));
        Assert.True(await signIn.Broker.Get<IClientStore>().DeleteAsync(SignIn.Other, CancellationToken.None));
        await using var context = signIn.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContext();
        Assert.Equal((2, 2), (await context.Grants.CountAsync(), await context.RefreshTokens.CountAsync()));
        await signIn.WriteAsync(inside => inside.Users.ExecuteDeleteAsync());
        Assert.Equal((0, 0), (await context.Grants.CountAsync(), await context.RefreshTokens.CountAsync()));
        Assert.Equal(401, (await signIn.UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status);
    }

    [Fact]
    public async Task A_restart_revives_nothing_and_loses_nothing()
    {
        using var directory = new TempDirectory();
        string live, dead;
        var time = new ManualTime();
        await using (var signIn = await SignIn.StartAsync(dataDirectory: directory.Path, time: time))
        {
            live = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
            dead = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
            await signIn.RefreshAsync(dead);
        }

        await using var again = await SignIn.StartAsync(dataDirectory: directory.Path, time: time, isThere: true);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", (await again.RefreshAsync(dead)).Error);
        Assert.Equal(200, (await again.RefreshAsync(live)).Status);
    }

    [Fact]
    public void O_12_Refresh_tokens_of_a_family_share_half_and_have_128_bits_of_their_own()
    {
        var first = RefreshHandle.New();
        var successors = Enumerable.Range(0, 10_000).Select(_ => first.Successor()).ToList();
        Assert.All(successors, successor => Assert.Equal(first.Family, successor.Family));
        Assert.Equal(10_000, successors.Select(successor => successor.Reveal()[26..]).Distinct().Count());
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => Convert.ToHexString(RefreshHandle.New().Family)).Distinct().Count());
        var box = first.SealSuccessor(successors[0]);
        Assert.Equal(successors[0].Reveal(), first.OpenSuccessor(box)?.Reveal());
        Assert.Null(successors[1].OpenSuccessor(box));
        Assert.Equal("***", first.ToString());
    }
}
