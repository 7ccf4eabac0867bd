using Tokgate.Server.Administrators;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Administrators;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

public sealed class AdministratorTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Fact]
    public async Task Who_administers_is_told_by_name_and_changed_by_role()
    {
        await using var world = await ManagementWorld.StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(world.Broker);
        using var viewer = await DashboardBrowser.EnterAsync(world.Broker, "ada", AdministratorRole.Viewer);
        var all = (await world.CallAsync("GET", "administrators")).Json;
        Assert.Equal(["ada", "owner"], all.EnumerateArray().Select(one => one.GetProperty("user_name").GetString()));
        var ada = all[0].GetProperty("id").GetString();
        Assert.Equal(("viewer", 0), (all[0].GetProperty("role").GetString(), all[0].GetProperty("signs_in_by").GetArrayLength()));

        Assert.Equal(403, (await viewer.GetAsync("/dashboard/settings/administrators")).Status);
        var changed = await world.CallAsync("PATCH", $"administrators/{ada}", """{"role":"owner"}""");
        Assert.Equal((200, "owner"), (changed.Status, changed.Json.GetProperty("role").GetString()));
        Assert.Equal(200, (await viewer.GetAsync("/dashboard/settings/administrators")).Status);
        Assert.Equal(400, (await world.CallAsync("PATCH", $"administrators/{ada}", """{"role":"king"}""")).Status);
        Assert.Equal(400, (await world.CallAsync("PATCH", $"administrators/{ada}", """{"role":"viewer","user_name":"eve"}""")).Status);
        Assert.Equal(404, (await world.CallAsync("PATCH", "administrators/nobody", """{"role":"viewer"}""")).Status);

        var session = (await world.CallAsync("GET", "administrators/sessions")).Json.EnumerateArray().Single(one => one.GetProperty("user_name").GetString() == "ada");
        Assert.Equal("link", session.GetProperty("method").GetString());
        Assert.Equal(204, (await world.CallAsync("DELETE", $"administrators/sessions/{session.GetProperty("id").GetString()}")).Status);
        Assert.False(await viewer.IsInAsync());
        Assert.Equal(204, (await world.CallAsync("DELETE", $"administrators/{ada}")).Status);
        Assert.Equal(1, (await world.CallAsync("GET", "administrators")).Json.GetArrayLength());
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited is { Name: AuditNames.AdministratorRemoved, Actor: ManagementWorld.Administrator } && audited.Subject == ada);
    }

    [Fact]
    public async Task A_link_is_told_once_and_can_be_taken_back()
    {
        await using var world = await ManagementWorld.StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(world.Broker);
        var made = await world.CallAsync("POST", "administrators/invitations", """{"role":"editor"}""");
        Assert.Equal(201, made.Status);
        var link = made.Json.GetProperty("link").GetString()!; // as just seen
        var open = await world.CallAsync("GET", "administrators/invitations");
        Assert.DoesNotContain(link[^20..], open.Body, StringComparison.Ordinal);
        Assert.Equal(204, (await world.CallAsync("DELETE", $"administrators/invitations/{open.Json[0].GetProperty("id").GetString()}")).Status);
        using var late = new DashboardBrowser(world.Broker);
        Assert.Contains("not good any more", (await late.AcceptAsync(link, "late")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await world.CallAsync("DELETE", "administrators/invitations/-")).Status);
        Assert.Equal(404, (await world.CallAsync("POST", "administrators/invitations", """{"administrator_id":"nobody"}""")).Status);
        Assert.Equal(400, (await world.CallAsync("POST", "administrators/invitations", """{"administrator_id":"nobody","role":"owner"}""")).Status);
    }

    [Fact]
    public async Task T_64_Nobody_gives_a_role_that_may_more_than_they()
    {
        await using var world = await ManagementWorld.StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(world.Broker);
        using var editor = await DashboardBrowser.EnterAsync(world.Broker, "eve", AdministratorRole.Editor);
        var all = (await world.CallAsync("GET", "administrators")).Json;
        const string Scope = "create:administrators update:administrators delete:administrators read:clients";
        Assert.Equal(403, (await world.CallAsync("POST", "administrators/invitations", """{"role":"viewer"}""", Scope)).Status);
        Assert.Equal(403, (await world.CallAsync("POST", "administrators/invitations", $$"""{"administrator_id":"{{all[1].GetProperty("id").GetString()}}"}""", Scope)).Status);
        Assert.Equal(403, (await world.CallAsync("PATCH", $"administrators/{all[0].GetProperty("id").GetString()}", """{"role":"owner"}""", Scope)).Status);
        Assert.Equal(403, (await world.CallAsync("DELETE", $"administrators/{all[1].GetProperty("id").GetString()}", null, Scope)).Status);
        Assert.DoesNotContain(ManagementScopes.ReadGrantTokens, AdministratorScopes.Of(AdministratorRole.Owner));
        var before = (await world.CallAsync("GET", "administrators/invitations")).Json.GetArrayLength();
        Assert.Equal(403, (await editor.Browser.StepPostAsync("/dashboard/settings/administrators?handler=Invite", ("role", "owner"), ("__RequestVerificationToken", await editor.TokenAsync("/dashboard/you")))).Status);
        Assert.Equal(before, (await world.CallAsync("GET", "administrators/invitations")).Json.GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_64_The_last_owner_stays_though_two_go_at_the_same_moment(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        var store = world.Broker.Get<IAdministratorStore>();
        using var first = await DashboardBrowser.EnterAsync(world.Broker);
        for (var round = 0; round < 10; round++)
        {
            using var second = await DashboardBrowser.EnterAsync(world.Broker, $"owner{round}");
            var owners = (await store.ListAsync(CancellationToken.None)).Where(one => one.Administrator.Role == AdministratorRole.Owner).Select(one => one.Administrator.Id).ToList();
            Assert.Equal(2, owners.Count);
            var isRemoval = round % 2 == 0;
            var done = await Task.WhenAll(owners.Select(id => Task.Run(() => isRemoval ? store.TryRemoveAsync(id) : store.TryChangeRoleAsync(id, AdministratorRole.Viewer))));
            Assert.Single(done, went => went);
        }

        var last = Assert.Single(await store.ListAsync(CancellationToken.None), one => one.Administrator.Role == AdministratorRole.Owner).Administrator.Id;
        var refused = await world.CallAsync("DELETE", $"administrators/{last}");
        Assert.Equal((409, "last_owner"), (refused.Status, refused.Json.GetProperty("errorCode").GetString()));
        Assert.Equal(409, (await world.CallAsync("PATCH", $"administrators/{last}", """{"role":"editor"}""")).Status);
    }
}
