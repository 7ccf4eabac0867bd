using Tokgate.Server.Account;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Account;

/// <summary>What a person's page reads and takes back, on both engines.</summary>
public sealed class AccountStoreTests
{
    public static TheoryData<string> Engines => Database.Engines;

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_application_has_access_as_long_as_something_of_it_counts(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var store = signIn.Broker.Get<IAccountStore>();
        await signIn.CodeAsync();
        Assert.Empty(await store.ApplicationsAsync(SignIn.UserId, None));

        var began = signIn.Broker.Time.GetUtcNow();
        await signIn.TokensAsync(signIn.Request with { Scopes = ["openid", "profile"], IsOffline = false });
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(30));
        var tokens = await signIn.TokensAsync();
        var application = Assert.Single(await store.ApplicationsAsync(SignIn.UserId, None));
        Assert.Equal((The.Web, The.Web, began), (application.ClientId, application.Name, application.Since));
        Assert.Equal(["offline_access", "openid", "profile"], application.Scopes.Order(StringComparer.Ordinal));
        Assert.Empty(await store.ApplicationsAsync("somebody-else", None));

        // Without its session only what was granted for longer is left, and then not even that.
        await signIn.EndSessionAsync();
        Assert.Equal(began + TimeSpan.FromSeconds(30), Assert.Single(await store.ApplicationsAsync(SignIn.UserId, None)).Since);
        Assert.False(await store.RemoveApplicationAsync("somebody-else", The.Web, None));
        Assert.False(await store.RemoveApplicationAsync(SignIn.UserId, SignIn.Other, None));
        Assert.Equal(200, (await signIn.UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status); // it was issued
        Assert.True(await store.RemoveApplicationAsync(SignIn.UserId, The.Web, None));
        Assert.Empty(await store.ApplicationsAsync(SignIn.UserId, None));
        Assert.Equal(401, (await signIn.UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status); // as above
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).Error); // as above
        Assert.False(await store.RemoveApplicationAsync(SignIn.UserId, The.Web, None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_session_s_last_use_moves_forward_and_only_while_it_lives(string engine)
    {
        await using var signIn = await SignIn.StartAsync(engine);
        var store = signIn.Broker.Get<IAccountStore>();
        var began = signIn.Broker.Time.GetUtcNow();
        Assert.Equal(began, Assert.Single(await store.SessionsAsync(SignIn.UserId, None)).LastSeenAt);
        signIn.Broker.Time.Advance(TimeSpan.FromMinutes(10));
        var now = signIn.Broker.Time.GetUtcNow();
        await store.SeenAsync(SignIn.SessionId, now - TimeSpan.FromMinutes(5), None);
        Assert.Equal(now, Assert.Single(await store.SessionsAsync(SignIn.UserId, None)).LastSeenAt);
        signIn.Broker.Time.Advance(TimeSpan.FromMinutes(1));
        await store.SeenAsync(SignIn.SessionId, now - TimeSpan.FromMinutes(4), None);
        Assert.Equal(now, Assert.Single(await store.SessionsAsync(SignIn.UserId, None)).LastSeenAt);
        await signIn.EndSessionAsync();
        Assert.Empty(await store.SessionsAsync(SignIn.UserId, None));
    }
}
