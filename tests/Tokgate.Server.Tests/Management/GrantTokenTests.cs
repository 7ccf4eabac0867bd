using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Management;

/// <summary>TikTok's tokens for the operator's own programs.</summary>
public sealed class GrantTokenTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_program_of_the_operator_finds_a_persons_grant_and_reads_its_token(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var subject = TokenWorld.SubjectOf(await world.SignInAsync());
        var administrator = await world.AdministratorAsync();
        var list = await world.ReadAsync($"/api/v2/users/{subject}/federated-connections-tokensets", administrator);
        Assert.True(list.Status == 200, list.Body);
        var grant = Assert.Single(list.Json.EnumerateArray());
        Assert.Equal(("tiktok", "active"), (grant.GetProperty("connection").GetString(), grant.GetProperty("state").GetString()));
        Assert.DoesNotContain("token\":", list.Body, StringComparison.Ordinal);

        var path = $"/api/v2/users/{subject}/grants/{grant.GetProperty("id").GetString()}/token";
        var answer = await world.ReadAsync(path + "?min_ttl=600&scope=user.info.basic", administrator);
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.StartsWith("act.", answer.Json.GetProperty("access_token").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, answer.Json.GetProperty("generation").GetInt64());
        Assert.Equal(2, (await world.ReadAsync(path + "?refused_generation=1", administrator)).Json.GetProperty("generation").GetInt64());
        var read = (await world.Broker.AuditAsync()).Where(audited => audited.Name == AuditNames.TikTokTokenRead).ToList();
        Assert.Equal(2, read.Sum(audited => audited.Count));
        Assert.All(read, audited => Assert.Equal(("administrator", subject), (audited.ClientId, audited.UserId)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_55_No_other_scope_and_no_other_token_reads_one(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var tokens = await world.SignInAsync();
        var subject = TokenWorld.SubjectOf(tokens);
        var grant = (await world.Vault.ListAsync(subject)).Single().Id;
        string[] paths = [$"/api/v2/users/{subject}/grants/{grant}/token", $"/api/v2/users/{subject}/federated-connections-tokensets"];
        foreach (var path in paths)
        {
            foreach (var scope in ManagementScopes.All.Where(scope => scope != ManagementScopes.ReadGrantTokens).Chunk(1).Append([.. ManagementScopes.All.Where(scope => scope != ManagementScopes.ReadGrantTokens)]))
            {
                var answer = await world.ReadAsync(path, await world.AdministratorAsync(string.Join(' ', scope)));
                Assert.True(answer.Status == 403, $"{string.Join(' ', scope)}: {answer.Body}");
                Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
                Assert.Contains("read:grant_tokens", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
                Assert.DoesNotContain("act.", answer.Body, StringComparison.Ordinal);
            }

            Assert.Equal(401, (await world.ReadAsync(path, null)).Status);
            Assert.Equal(401, (await world.ReadAsync(path, "nothing")).Status);
            Assert.Equal(401, (await world.ReadAsync(path, tokens.GetProperty("access_token").GetString())).Status);
        }

        Assert.DoesNotContain(await world.Broker.AuditAsync(), audited => audited.Name == AuditNames.TikTokTokenRead);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_63_A_grant_is_found_only_with_its_own_person_and_not_for_a_blocked_one(string engine)
    {
        await using var world = await TokenWorld.StartAsync(engine);
        var subject = TokenWorld.SubjectOf(await world.SignInAsync());
        var grant = (await world.Vault.ListAsync(subject)).Single().Id;
        await world.World.TikTok.ConsentAsync("basic_only");
        var other = TokenWorld.SubjectOf(await world.SignInAsync());
        Assert.NotEqual(subject, other);
        var administrator = await world.AdministratorAsync();
        var stranger = await world.ReadAsync($"/api/v2/users/{other}/grants/{grant}/token", administrator);
        Assert.Equal((404, "inexistent_grant"), (stranger.Status, stranger.Json.GetProperty("errorCode").GetString()));
        Assert.Equal(404, (await world.ReadAsync($"/api/v2/users/{subject}/grants/nothing/token", administrator)).Status);
        Assert.Equal(400, (await world.ReadAsync($"/api/v2/users/{subject}/grants/{grant}/token?min_ttl=x", administrator)).Status);
        var missing = await world.ReadAsync($"/api/v2/users/{subject}/grants/{grant}/token?scope=video.publish", administrator);
        Assert.Equal((409, "TTK3281"), (missing.Status, missing.Json.GetProperty("error_id").GetString()));
        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.Where(row => row.Id == subject).ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")), CancellationToken.None);
        var blocked = await world.ReadAsync($"/api/v2/users/{subject}/grants/{grant}/token", administrator);
        Assert.Equal((409, "TTK3287"), (blocked.Status, blocked.Json.GetProperty("error_id").GetString()));
    }
}
