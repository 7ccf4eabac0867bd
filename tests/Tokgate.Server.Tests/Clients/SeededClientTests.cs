using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Clients;

public sealed class SeededClientTests
{
    private const string Audience = Broker.Issuer + "/api/v2/";

    [Fact]
    public async Task An_administrator_gets_what_it_asks_of_the_management_API_and_no_other_client_does()
    {
        await using var broker = await Broker.StartAsync([.. The.Clients, new() { Id = "admin", IsMachine = true, Secret = The.MachineSecret, IsAdministrator = true }]);
        var admin = Broker.Basic("admin", The.MachineSecret);
        var all = await broker.PostAsync("/oauth/token", admin, ("grant_type", "client_credentials"), ("audience", Audience));
        Assert.Contains("delete:connections", all.Json.GetProperty("scope").GetString()!.Split(' ')); // it is granted
        var one = await broker.PostAsync("/oauth/token", admin, ("grant_type", "client_credentials"), ("audience", Audience), ("scope", "read:logs"));
        Assert.Equal("read:logs", one.Json.GetProperty("scope").GetString());
        Assert.Equal("invalid_scope", (await broker.PostAsync("/oauth/token", admin, ("grant_type", "client_credentials"), ("audience", Audience), ("scope", "read:everything"))).Error);
        var other = await broker.PostAsync("/oauth/token", Broker.Basic(The.Machine, The.MachineSecret), ("grant_type", "client_credentials"), ("audience", Audience));
        Assert.Equal("invalid_target", other.Error);
    }

    [Fact]
    public async Task Rfc9126_5_A_client_given_in_code_may_be_held_to_pushed_requests()
    {
        await using var broker = await Broker.StartAsync(
            [new() { Id = The.Web, Secret = The.WebSecret, RequiresPkce = false, RequiresPushedRequest = true, RedirectUris = [SignInWorld.Callback] }]);
        var answer = await broker.GetAsync(SignInWorld.Authorize());
        Assert.Equal("invalid_request", answer.Query["error"]);
    }

    [Fact]
    public async Task A_start_that_changes_nothing_leaves_no_event_and_one_that_does_leaves_its_own()
    {
        using var directory = new TempDirectory();
        var time = new ManualTime();
        foreach (var (redirect, changes) in ((string, int)[])[("https://app.example/cb", 0), ("https://app.example/cb", 0), ("https://app.example/moved", 1), ("https://app.example/moved", 1)])
        {
            await using var broker = await Broker.StartAsync(
                [.. The.Clients.Where(client => client.Id != The.Web), new() { Id = The.Web, Secret = The.WebSecret, RedirectUris = [redirect] }], dataDirectory: directory.Path, time: time);
            var changed = await broker.AuditAsync(new AuditFilter { Name = AuditNames.ClientChanged });
            Assert.Equal(changes, changed.Count);
            Assert.All(changed, one => Assert.Equal(The.Web, one.ClientId));
        }
    }

    [Fact]
    public async Task A_scope_that_the_management_API_does_not_know_is_a_fault_at_the_start()
    {
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(
            [new() { Id = "admin", IsMachine = true, Secret = The.MachineSecret, Audiences = new Dictionary<string, IReadOnlyList<string>> { [Audience] = ["read:clients", "red:clients"] } }]));
        Assert.Equal(ErrorIds.SeedClientInvalid, refusal.Id);
        Assert.Contains("red:clients", refusal.Message, StringComparison.Ordinal);
    }
}
