using System.Net.Http.Headers;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;

namespace Tokgate.Server.Tests.Audit;

/// <summary>What no write takes along is told too.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("/oauth/introspect", "introspection.refused", "invalid_client")]
    [InlineData("/oauth/revoke", "revocation.refused", "invalid_client")]
    [InlineData("/oauth/par", "pushed_request.refused", "invalid_client")]
    public async Task A_client_that_does_not_prove_itself_is_told_of_by_its_name_and_counted(string path, string name, string cause)
    {
        await using var broker = await Broker.StartAsync();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await broker.PostAsync(path, Broker.Basic(The.Web, "wrong"), ("token", "x"));
        }

        var refused = Assert.Single(await broker.AuditAsync(new AuditFilter { Name = name }));
        Assert.Equal((3, The.Web, cause, "127.0.0.0"), (refused.Count, refused.ClientId, refused.Cause, refused.Address));
    }

    [Theory]
    [InlineData("/oauth/introspect", "introspection.refused", "invalid_request")]
    [InlineData("/oauth/revoke", "revocation.refused", "invalid_request")]
    [InlineData("/oauth/par", "pushed_request.refused", "invalid_request")]
    public async Task A_client_that_asks_wrongly_is_told_of_too(string path, string name, string cause)
    {
        await using var broker = await Broker.StartAsync();
        Assert.Equal(400, (await broker.PostAsync(path, Broker.Basic(The.Web, The.WebSecret))).Status);
        Assert.Equal((The.Web, cause), (await broker.AuditAsync(new AuditFilter { Name = name })).Select(one => (one.ClientId, one.Cause)).Single());
    }

    [Fact]
    public async Task A_pushed_request_that_the_ladder_refuses_is_told_of()
    {
        await using var broker = await Broker.StartAsync();
        var answer = await broker.PostAsync("/oauth/par", Broker.Basic(The.Web, The.WebSecret), ("redirect_uri", "https://app.example/cb"), ("response_type", "token"), ("scope", "openid"));
        Assert.Equal("unsupported_response_type", answer.Error);
        Assert.Equal("unsupported_response_type", Assert.Single(await broker.AuditAsync(new AuditFilter { Name = AuditNames.PushedRequestRefused })).Cause);
    }

    [Fact]
    public async Task A_token_that_opens_nothing_at_UserInfo_is_told_of()
    {
        await using var broker = await Broker.StartAsync();
        foreach (var token in (string?[])[null, "rubbish", await broker.MachineTokenAsync()])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            Assert.Equal(401, (int)(await broker.Http.SendAsync(request)).StatusCode);
        }

        var refused = Assert.Single(await broker.AuditAsync(new AuditFilter { Name = AuditNames.UserInfoRefused }));
        Assert.Equal((3, "invalid_token"), (refused.Count, refused.Cause));
    }

    [Fact]
    public async Task Who_loses_a_race_of_refreshes_and_gets_the_same_token_is_told_of_in_the_grants_story()
    {
        await using var signIn = await SignIn.StartAsync();
        var first = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!; // offline access was granted
        Assert.Equal(200, (await signIn.RefreshAsync(first)).Status);
        Assert.Equal(200, (await signIn.RefreshAsync(first)).Status);
        Assert.Equal(200, (await signIn.RefreshAsync(first)).Status);
        var refreshed = await signIn.Broker.AuditAsync(new AuditFilter { Name = AuditNames.TokenRefreshed });
        Assert.Equal([(null, 1L), ("grace", 2L)], refreshed.Select(one => (one.Cause, one.Count)).OrderBy(one => one.Cause, StringComparer.Ordinal));
        Assert.Single(refreshed.Select(one => one.FlowId).Distinct());
        Assert.All(refreshed, one => Assert.Equal(SignIn.UserId, one.UserId));
    }

    [Fact]
    public async Task The_end_of_a_session_stands_in_the_story_that_it_began_with()
    {
        await using var world = await SignInWorld.StartAsync();
        using var person = await SignedIn.StartAsync(world);
        await person.Browser.GoAsync(SignInWorld.Authorize());
        await person.LogoutAsync(("id_token_hint", person.IdToken));
        var ended = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SessionEnded }));
        Assert.Equal(Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Name = AuditNames.SignInCompleted })).FlowId, ended.FlowId);
        Assert.Equal(AuditNames.SessionEnded, (await world.Broker.StoryAsync(ended.FlowId))[^1].Name);
    }
}
