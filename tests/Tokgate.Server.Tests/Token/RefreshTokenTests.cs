using System.Text.Json;
using Tokgate.Server.Clients;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Token;

public sealed class RefreshTokenTests
{
    [Fact]
    public async Task Oidcc_refresh_token_Each_use_gives_new_tokens_of_the_same_person()
    {
        await using var signIn = await SignIn.StartAsync();
        var first = await signIn.TokensAsync();
        signIn.Broker.Time.Advance(TimeSpan.FromMinutes(50));
        var answer = await signIn.RefreshAsync(Refresh(first));
        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt64());
        Assert.NotEqual(Refresh(first), Refresh(answer.Json));
        Assert.NotEqual(first.GetProperty("access_token").GetString(), answer.Json.GetProperty("access_token").GetString());

        var before = await KeySet.VerifiedAsync(signIn.Broker, first.GetProperty("id_token").GetString()!);
        var after = await KeySet.VerifiedAsync(signIn.Broker, answer.Json.GetProperty("id_token").GetString()!);
        foreach (var name in (string[])["iss", "sub", "aud", "auth_time", "azp", "sid"])
        {
            Assert.Equal(before.GetProperty(name).ToString(), after.GetProperty(name).ToString());
        }

        Assert.Equal(before.GetProperty("iat").GetInt64() + 3000, after.GetProperty("iat").GetInt64());
        Assert.False(after.TryGetProperty("nonce", out _));
        Assert.Equal(200, (await signIn.UserInfoAsync(first.GetProperty("access_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Oidcc_refresh_token_Another_client_cannot_use_it_and_does_not_end_it()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Refresh(await signIn.TokensAsync());
        var stolen = await signIn.RefreshAsync(token, ("client_id", SignIn.Other));
        Assert.Equal(400, stolen.Status);
        Assert.Equal("invalid_grant", stolen.Error);
        Assert.Equal("invalid_client", (await signIn.Broker.PostAsync(SignIn.TokenPath, ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", The.Web))).Error);
        Assert.Equal("invalid_grant", (await signIn.Broker.PostAsync(SignIn.TokenPath, ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", The.Spa))).Error);
        Assert.Equal(200, (await signIn.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task Rfc9700_Section_4_14_Within_the_grace_a_second_use_gets_the_same_successor()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Refresh(await signIn.TokensAsync());
        var successor = Refresh((await signIn.RefreshAsync(token)).Json);
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(successor, Refresh((await signIn.RefreshAsync(token)).Json));
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(token, ("client_id", SignIn.Other))).Error);
        Assert.Equal(200, (await signIn.RefreshAsync(successor)).Status);
    }

    [Fact]
    public async Task Rfc9700_Section_4_14_After_the_grace_a_second_use_ends_the_family()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Refresh(await signIn.TokensAsync());
        var answer = (await signIn.RefreshAsync(token)).Json;
        signIn.Broker.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(token)).Error);
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(Refresh(answer))).Error);
        Assert.Equal(401, (await signIn.UserInfoAsync(answer.GetProperty("access_token").GetString()!)).Status);
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("openid unknown")]
    public async Task T_36_An_ancestor_of_any_age_ends_the_family_whatever_comes_with_it(string scope)
    {
        await using var signIn = await SignIn.StartAsync();
        var ancestor = Refresh(await signIn.TokensAsync());
        var token = ancestor;
        for (var generation = 0; generation < 3; generation++)
        {
            signIn.Broker.Time.Advance(TimeSpan.FromHours(1));
            token = Refresh((await signIn.RefreshAsync(token)).Json);
        }

        var refused = await signIn.RefreshAsync(ancestor, ("scope", scope));
        Assert.Equal("invalid_grant", refused.Error);
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(token)).Error);
    }

    [Theory]
    [InlineData("openid", 200, "openid")]
    [InlineData("profile openid", 200, "profile openid")]
    [InlineData("openid openid", 200, "openid")]
    [InlineData("", 200, "openid profile offline_access")]
    [InlineData("openid email", 400, null)]
    [InlineData("read", 400, null)]
    [InlineData("open\"id", 400, null)]
    [InlineData("openid  profile", 400, null)]
    public async Task Rfc6749_Section_6_The_scope_may_shrink_and_not_grow(string scope, int status, string? granted)
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Refresh(await signIn.TokensAsync());
        var answer = await signIn.RefreshAsync(token, ("scope", scope));
        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Equal("invalid_scope", answer.Error);
            Assert.Equal(200, (await signIn.RefreshAsync(token)).Status);
            return;
        }

        Assert.Equal(granted, answer.Json.GetProperty("scope").GetString());
        var whole = await signIn.RefreshAsync(Refresh(answer.Json));
        Assert.Equal("openid profile offline_access", whole.Json.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task Rfc6749_Section_6_Without_openid_a_refresh_gives_no_id_token()
    {
        await using var signIn = await SignIn.StartAsync();
        var answer = await signIn.RefreshAsync(Refresh(await signIn.TokensAsync()), ("scope", "profile"));
        Assert.False(answer.Json.TryGetProperty("id_token", out _));
        Assert.Equal(403, (await signIn.UserInfoAsync(answer.Json.GetProperty("access_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Asvs_10_4_8_A_refresh_token_dies_unused_and_by_age()
    {
        await using var signIn = await SignIn.StartAsync();
        var idle = Refresh(await signIn.TokensAsync());
        var used = Refresh(await signIn.TokensAsync());
        for (var day = 0; day < 179; day += 29)
        {
            signIn.Broker.Time.Advance(TimeSpan.FromDays(29));
            var answer = await signIn.RefreshAsync(used);
            Assert.Equal(day < 174 ? 200 : 400, answer.Status);
            used = answer.Status == 200 ? Refresh(answer.Json) : used;
            if (day == 29)
            {
                Assert.Equal("invalid_grant", (await signIn.RefreshAsync(idle)).Error);
            }
        }
    }

    [Fact]
    public async Task An_access_token_does_not_outlive_its_grant()
    {
        await using var signIn = await SignIn.StartAsync();
        await signIn.ChangeClientAsync(The.Web, client => client with { RefreshTokenLifetime = TimeSpan.FromMinutes(90), RefreshTokenIdleLifetime = TimeSpan.FromMinutes(90) });
        var token = Refresh(await signIn.TokensAsync());
        signIn.Broker.Time.Advance(TimeSpan.FromMinutes(80));
        Assert.Equal(600, (await signIn.RefreshAsync(token)).Json.GetProperty("expires_in").GetInt64());
    }

    [Fact]
    public async Task Oidc_Core_Section_11_A_session_bound_refresh_token_dies_with_the_session()
    {
        await using var signIn = await SignIn.StartAsync();
        await signIn.ChangeClientAsync(The.Web, client => client with { HasSessionRefreshTokens = true });
        var token = Refresh(await signIn.TokensAsync(signIn.Request with { IsOffline = false, Scopes = ["openid"] }));
        token = Refresh((await signIn.RefreshAsync(token)).Json);
        await signIn.EndSessionAsync();
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(token)).Error);
    }

    [Fact]
    public async Task T_41_A_blocked_user_refreshes_nothing()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Refresh(await signIn.TokensAsync());
        await signIn.BlockUserAsync();
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(token)).Error);
    }

    [Fact]
    public async Task Fapi2_Section_5_3_2_1_A_client_may_be_exempt_from_rotation()
    {
        await using var signIn = await SignIn.StartAsync();
        await signIn.ChangeClientAsync(The.Web, client => client with { KeepsRefreshTokens = true });
        var token = Refresh(await signIn.TokensAsync());
        for (var use = 0; use < 3; use++)
        {
            signIn.Broker.Time.Advance(TimeSpan.FromDays(20)); // each use prolongs it
            Assert.Equal(token, Refresh((await signIn.RefreshAsync(token)).Json));
        }
    }

    [Fact]
    public void A_public_client_is_never_exempt_from_rotation() => Assert.Contains(
        ClientRules.Faults(new Client { Id = "spa", Name = "spa", Type = ClientType.Public, AuthMethods = [ClientAuthMethod.None], KeepsRefreshTokens = true }, SomeTargets.Rules()),
        fault => fault.StartsWith("keeps_refresh_tokens", StringComparison.Ordinal));

    [Theory]
    [InlineData("tgc_")]
    [InlineData("tgs_")]
    [InlineData("tgk_")]
    public async Task T_03_No_handle_of_another_kind_is_a_refresh_token(string prefix)
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Refresh(await signIn.TokensAsync());
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(prefix + token[4..])).Error);
        Assert.Equal("invalid_grant", (await signIn.RedeemAsync(token)).Error);
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(await signIn.CodeAsync())).Error);
    }

    private static string Refresh(JsonElement tokens) => tokens.GetProperty("refresh_token").GetString()!; // every caller got one
}
