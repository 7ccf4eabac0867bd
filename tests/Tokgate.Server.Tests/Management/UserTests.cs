using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Management;

/// <summary>People who signed in by TikTok, by the management API, on both engines.</summary>
public sealed class UserTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_person_is_told_in_Auth0s_members_and_without_a_token(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        await world.SignInAsync();
        var read = await world.Management.CallAsync("GET", "users/" + person.Id);
        Assert.True(read.Status == 200, read.Body);
        var json = read.Json;
        Assert.Equal((person.Id, 2, false), (json.GetProperty("user_id").GetString(), json.GetProperty("logins_count").GetInt32(), json.GetProperty("blocked").GetBoolean()));
        Assert.Equal(json.GetProperty("username").GetString(), json.GetProperty("nickname").GetString());
        var identity = Assert.Single(json.GetProperty("identities").EnumerateArray());
        Assert.Equal(("tiktok", "oauth2", true, TikTokEmulator.ProductionClientKey),
            (identity.GetProperty("connection").GetString(), identity.GetProperty("provider").GetString(), identity.GetProperty("isSocial").GetBoolean(), identity.GetProperty("tiktok_app").GetString()));
        Assert.Equal(json.GetProperty("tiktok").GetProperty("open_id").GetString(), identity.GetProperty("user_id").GetString());
        Assert.Equal("2026-11-21T12:00:00.000Z", json.GetProperty("last_login").GetString());
        Assert.DoesNotContain("act.", read.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("rft.", read.Body, StringComparison.Ordinal);
        var some = await world.Management.CallAsync("GET", $"users/{person.Id}?fields=user_id,name");
        Assert.Equal(["user_id", "name"], some.Json.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_read_can_be_sent_back_and_what_TikTok_says_cannot_be_changed(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        var before = await world.Management.CallAsync("GET", "users/" + person.Id);
        var same = await world.Management.CallAsync("PATCH", "users/" + person.Id, before.Body);
        Assert.Equal((200, before.Body, before.Headers["ETag"]), (same.Status, same.Body, same.Headers["ETag"]));
        var name = await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"name":"Somebody else"}""");
        Assert.Equal((400, "invalid_body"), (name.Status, name.Json.GetProperty("errorCode").GetString()));
        Assert.Contains("at every sign-in by connection tiktok", name.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        foreach (var member in (string[])["user_id", "created_at", "identities", "tiktok", "email", "username"])
        {
            var refused = await world.Management.CallAsync("PATCH", "users/" + person.Id, new JsonObject { [member] = "x" }.ToJsonString());
            Assert.True(refused.Status == 400 && refused.Json.GetProperty("details")[0].GetProperty("member").GetString() == member, refused.Body);
        }

        Assert.DoesNotContain(await world.Broker.AuditAsync(), audited => audited.Name == AuditNames.UserChanged);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Metadata_and_what_nobody_else_owns_is_merged_under_the_version_that_was_read(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        var first = await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"nickname":"Zoë the first","user_metadata":{"a":{"deep":[1,2]},"b":1},"app_metadata":{"plan":"x"}}""");
        Assert.True(first.Status == 200, first.Body);
        Assert.Equal("Zoë the first", first.Json.GetProperty("nickname").GetString());
        var second = await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"user_metadata":{"b":null,"c":"\u0000"}}""", null, ("If-Match", first.Headers["ETag"]));
        Assert.True(second.Status == 200, second.Body);
        Assert.Equal("""{"a":{"deep":[1,2]},"c":"\u0000"}""", second.Json.GetProperty("user_metadata").GetRawText());
        Assert.Equal("""{"plan":"x"}""", second.Json.GetProperty("app_metadata").GetRawText());
        Assert.Equal(412, (await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"user_metadata":{"d":1}}""", null, ("If-Match", first.Headers["ETag"]))).Status);
        Assert.Equal(400, (await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"user_metadata":[1]}""")).Status);
        Assert.Equal(400, (await world.Management.CallAsync("PATCH", "users/" + person.Id, new JsonObject { ["user_metadata"] = new JsonObject { ["a"] = new string('x', 16_001) } }.ToJsonString())).Status);
        var dry = await world.Management.CallAsync("PATCH", $"users/{person.Id}?dry_run=true", """{"user_metadata":null}""");
        Assert.Equal("{}", dry.Json.GetProperty("user_metadata").GetRawText());

        // The next sign-in leaves what is the operator's, and moves the version because TikTok's picture has another address.
        await world.SignInAsync();
        var after = (await world.Management.CallAsync("GET", "users/" + person.Id)).Json;
        Assert.Equal(("Zoë the first", second.Json.GetProperty("user_metadata").GetRawText()), (after.GetProperty("nickname").GetString(), after.GetProperty("user_metadata").GetRawText()));
        Assert.Equal(2, (await world.Broker.AuditAsync()).Count(audited => audited.Name == AuditNames.UserChanged && audited.UserId == person.Id && audited.Actor == ManagementWorld.Administrator));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_is_blocked_loses_sessions_and_tokens_and_gets_none_of_them_back_unblocked(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        using var browser = world.World.NewBrowser();
        var person = await world.SignInAsync(browser: browser);
        var blocked = await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"blocked":true}""");
        Assert.True(blocked.Status == 200 && blocked.Json.GetProperty("blocked").GetBoolean(), blocked.Body);
        Assert.Equal(person.SessionId, (await KeySet.VerifiedAsync(world.Broker, await world.Application.NextTokenAsync(The.Web))).GetProperty("sid").GetString());
        Assert.Equal("invalid_grant", (await world.RefreshAsync(person)).Error);
        Assert.Equal("""{"sessions":[]}""", (await world.Management.CallAsync("GET", $"users/{person.Id}/sessions")).Body);
        Assert.Equal(409, (await world.Management.CallAsync("POST", $"users/{person.Id}/grants/{(await world.Broker.Get<TikTokVault>().ListAsync(person.Id)).Single().Id}/refresh")).Status);

        Assert.Equal(200, (await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"blocked":false}""")).Status);
        Assert.Equal("invalid_grant", (await world.RefreshAsync(person)).Error);
        Assert.Equal(person.Id, (await world.SignInAsync()).Id);
        var names = (await world.Broker.AuditAsync()).Where(audited => audited.UserId == person.Id && audited.Actor is not null).Select(audited => audited.Name).ToList();
        Assert.Contains(AuditNames.UserBlocked, names);
        Assert.Contains(AuditNames.UserUnblocked, names);
        Assert.Contains(AuditNames.SessionEnded, names);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_is_deleted_goes_with_everything_here_and_at_TikTok(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        var path = "users/" + person.Id;
        Assert.Equal(200, (await world.Management.CallAsync("PATCH", path, """{"app_metadata":{"note":"a-private-note"}}""")).Status);
        var openId = (await world.Management.CallAsync("GET", path)).Json.GetProperty("identities")[0].GetProperty("user_id").GetString()!; // it has one
        Assert.Equal(204, (await world.Management.CallAsync("DELETE", path + "?dry_run=true")).Status);
        Assert.Equal(200, (await world.Management.CallAsync("GET", path)).Status);
        var deleted = await world.Management.CallAsync("DELETE", path);
        Assert.Equal((204, ""), (deleted.Status, deleted.Body));
        Assert.False(deleted.Headers.ContainsKey("Warning"));
        Assert.Equal(404, (await world.Management.CallAsync("GET", path)).Status);
        Assert.Equal(404, (await world.Management.CallAsync("DELETE", path)).Status);

        Assert.Equal(person.SessionId, (await KeySet.VerifiedAsync(world.Broker, await world.Application.NextTokenAsync(The.Web))).GetProperty("sid").GetString());
        Assert.Equal("invalid_grant", (await world.RefreshAsync(person)).Error);
        Assert.Contains((await world.World.TikTok.ReadRequestsAsync()).EnumerateArray(), request => request.GetProperty("path").GetString() == "/v2/oauth/revoke/");
        await world.Broker.AuditAsync();
        await using (var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync())
        {
            Assert.Equal((0, 0, 0, 0), (await context.Identities.CountAsync(), await context.Sessions.CountAsync(), await context.Grants.CountAsync(), await context.Consents.CountAsync()));
            Assert.Empty(await world.Broker.Get<TikTokVault>().ListAsync(person.Id));
            Assert.DoesNotContain(await context.AuditEvents.Where(row => row.UserId == person.Id).ToListAsync(), row => row.Change is not null || (row.Address is not null && row.Name != AuditNames.UserDeleted));
            Assert.DoesNotContain(await context.AuditEvents.ToListAsync(), row => row.Change?.Contains("a-private-note", StringComparison.Ordinal) == true);
        }

        var told = (await world.Management.CallAsync("GET", path + "/logs")).Json.EnumerateArray().ToList();
        Assert.Equal("sdu", told[0].GetProperty("type").GetString());
        Assert.DoesNotContain(told, entry => entry.GetRawText().Contains(openId, StringComparison.Ordinal));

        // The same account begins anew as somebody else.
        Assert.NotEqual(person.Id, (await world.SignInAsync()).Id);
    }

    [Fact]
    public async Task Who_is_deleted_while_TikTok_is_away_is_gone_all_the_same_and_the_operator_is_told()
    {
        await using var world = await PeopleWorld.StartAsync("SQLite");
        var person = await world.SignInAsync();
        await world.World.TikTok.PostAsync("/_emulator/faults", new { endpoint = "revoke", kind = "status", status = 500, count = 100 });
        var deleted = await world.Management.CallAsync("DELETE", "users/" + person.Id);
        Assert.True(deleted.Status == 204, deleted.Body);
        Assert.Contains("did not confirm", deleted.Headers["Warning"], StringComparison.Ordinal);
        Assert.Empty(await world.Broker.Get<TikTokVault>().ListAsync(person.Id));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_grant_at_TikTok_is_told_refreshed_and_ended_by_hand(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        var stranger = await world.SignInAsync("basic_only");
        var list = await world.Management.CallAsync("GET", $"users/{person.Id}/grants");
        var grant = Assert.Single(list.Json.EnumerateArray());
        Assert.Equal(("active", 1, "tiktok"), (grant.GetProperty("state").GetString(), grant.GetProperty("generation").GetInt32(), grant.GetProperty("connection").GetString()));
        var path = $"users/{person.Id}/grants/{grant.GetProperty("id").GetString()}";
        Assert.Equal(404, (await world.Management.CallAsync("POST", path.Replace(person.Id, stranger.Id, StringComparison.Ordinal) + "/refresh")).Status);
        Assert.Equal(404, (await world.Management.CallAsync("DELETE", path.Replace(person.Id, stranger.Id, StringComparison.Ordinal))).Status);
        var fresh = await world.Management.CallAsync("POST", path + "/refresh");
        Assert.True(fresh.Status == 200, fresh.Body);
        Assert.Equal((2, "Succeeded"), (fresh.Json.GetProperty("generation").GetInt32(), fresh.Json.GetProperty("last_attempt").GetProperty("cause").GetString()));
        Assert.False(string.IsNullOrEmpty(fresh.Json.GetProperty("last_attempt").GetProperty("log_id").GetString()));
        Assert.Equal(204, (await world.Management.CallAsync("DELETE", path)).Status);
        Assert.Equal(404, (await world.Management.CallAsync("DELETE", path)).Status);
        var ended = (await world.Management.CallAsync("GET", $"users/{person.Id}/grants")).Json[0];
        Assert.Equal("revoked", ended.GetProperty("state").GetString());
        Assert.DoesNotContain(new[] { list.Body, fresh.Body }, body => body.Contains("act.", StringComparison.Ordinal) || body.Contains("rft.", StringComparison.Ordinal));
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited is { Name: AuditNames.TikTokDisconnected, Cause: "Confirmed" } && audited.Actor == ManagementWorld.Administrator && audited.UserId == person.Id);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Sessions_and_applications_of_a_person_are_told_and_ended(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        var second = await world.SignInAsync();
        var third = await world.SignInAsync();
        var list = await world.Management.CallAsync("GET", $"users/{person.Id}/sessions?take=2");
        Assert.Equal(2, list.Json.GetProperty("sessions").GetArrayLength());
        var rest = await world.Management.CallAsync("GET", $"users/{person.Id}/sessions?take=2&from={list.Json.GetProperty("next").GetString()}");
        Assert.Equal(new[] { person.SessionId, second.SessionId, third.SessionId }.Order(StringComparer.Ordinal),
            list.Json.GetProperty("sessions").EnumerateArray().Concat(rest.Json.GetProperty("sessions").EnumerateArray()).Select(session => session.GetProperty("id").GetString()));
        var one = (await world.Management.CallAsync("GET", "sessions/" + person.SessionId)).Json;
        Assert.Equal((person.Id, The.Web), (one.GetProperty("user_id").GetString(), one.GetProperty("clients")[0].GetProperty("client_id").GetString()));

        // The end of a session leaves what was granted for longer; its revocation does not.
        Assert.Equal(204, (await world.Management.CallAsync("DELETE", "sessions/" + person.SessionId)).Status);
        Assert.Equal(404, (await world.Management.CallAsync("GET", "sessions/" + person.SessionId)).Status);
        Assert.Equal(200, (await world.RefreshAsync(person)).Status);
        Assert.Equal(204, (await world.Management.CallAsync("POST", $"sessions/{second.SessionId}/revoke")).Status);
        Assert.Equal("invalid_grant", (await world.RefreshAsync(second)).Error);
        Assert.Equal(204, (await world.Management.CallAsync("DELETE", $"users/{person.Id}/sessions")).Status);
        Assert.Equal(404, (await world.Management.CallAsync("GET", "sessions/" + third.SessionId)).Status);
        Assert.Equal(200, (await world.RefreshAsync(third)).Status);

        var held = Assert.Single((await world.Management.CallAsync("GET", $"grants?user_id={person.Id}")).Json.EnumerateArray());
        Assert.Equal((The.Web, person.Id), (held.GetProperty("clientID").GetString(), held.GetProperty("user_id").GetString()));
        Assert.Contains("offline_access", held.GetProperty("scope").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(204, (await world.Management.CallAsync("DELETE", "grants/" + held.GetProperty("id").GetString())).Status);
        Assert.Equal(404, (await world.Management.CallAsync("DELETE", "grants/" + held.GetProperty("id").GetString())).Status);
        Assert.Equal("invalid_grant", (await world.RefreshAsync(third)).Error);
        Assert.Equal("[]", (await world.Management.CallAsync("GET", $"grants?user_id={person.Id}")).Body);
        Assert.Equal(400, (await world.Management.CallAsync("GET", "grants")).Status);
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited is { Name: AuditNames.GrantRevoked, ClientId: The.Web } && audited.Actor == ManagementWorld.Administrator);
    }
}
