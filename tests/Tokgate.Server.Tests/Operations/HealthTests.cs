using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Operations;

/// <summary>What a prober hears, and that it hears no more than the name of what is wrong.</summary>
public sealed class HealthTests
{
    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_node_whose_start_is_over_is_started_live_and_ready(string engine)
    {
        await using var broker = await StartAsync(engine);
        Assert.Equal([(200, "live"), (200, "started"), (200, "ready")], await AllAsync(broker));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_database_that_is_gone_makes_it_unready_and_leaves_it_alive(string engine)
    {
        await using var broker = await StartAsync(engine);
        await WriteAsync(broker, "alter table schema_migrations rename to gone");
        Assert.Equal([(200, "live"), (200, "started"), (503, "not ready: database")], await AllAsync(broker));
        await WriteAsync(broker, "alter table gone rename to schema_migrations");
        Assert.Equal((200, "ready"), (await AllAsync(broker))[2]);
    }

    [Theory]
    [InlineData("delete from schema_migrations where name like '0001%'", "schema")]
    [InlineData("insert into schema_migrations values ('9999_later.contract.sql', 'x', 1)", "schema")]
    [InlineData("insert into schema_migrations values ('9999_later.sql', 'x', 1)", null)]
    [InlineData("update vault_keys set box = x'00'", "master_key")]
    [InlineData("delete from signing_keys", "keys")]
    public async Task Each_check_has_its_name(string change, string? check)
    {
        await using var broker = await StartAsync("SQLite");
        await WriteAsync(broker, change);
        broker.Get<SigningKeyRing>().Forget();
        var ready = await broker.GetAsync("/health/ready");
        Assert.Equal(check is null ? (200, "ready") : (503, $"not ready: {check}"), (ready.Status, ready.Body));
    }

    [Fact]
    public async Task A_node_on_its_way_out_answers_still_and_is_not_ready()
    {
        await using var broker = await StartAsync("SQLite");
        broker.Get<Drain>().Begin();
        Assert.Equal([(200, "live"), (200, "started"), (503, "not ready: draining")], await AllAsync(broker));
        var answer = await broker.GetAsync("/.well-known/jwks.json");
        Assert.Equal((200, "close"), (answer.Status, answer.Headers["Connection"]));
    }

    [Fact]
    public async Task A_thousand_who_ask_at_one_moment_cost_one_look()
    {
        await using var broker = await StartAsync("SQLite");
        using var schema = new HeldSchema(broker.Get<ISchemaState>());
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(broker.Services, schema);
        var answers = Enumerable.Range(0, 1_000).Select(_ => readiness.FindFaultsAsync(CancellationToken.None)).ToList();
        schema.Release();
        Assert.All(await Task.WhenAll(answers), Assert.Null);
        Assert.Equal(1, schema.Looks);
    }

    [Theory]
    [InlineData("--Tokgate:Shutdown:NoticeFor=5")]
    [InlineData("--Tokgate:Shutdown:FinishWithin=00:00:00")]
    public async Task Times_that_cannot_be_meant_are_refused(string argument)
    {
        var refusal = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => Broker.StartAsync(arguments: [argument]));
        Assert.Contains(ErrorIds.ShutdownInvalid, refusal.Message, StringComparison.Ordinal);
    }

    private static Task<Broker> StartAsync(string engine) => Broker.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);

    private static Task<int> WriteAsync(Broker broker, string sql) => broker.Get<IWriteDoor>().WriteAsync(context => context.Database.ExecuteSqlRawAsync(sql), CancellationToken.None);

    private static async Task<List<(int Status, string Body)>> AllAsync(Broker broker)
    {
        var all = new List<(int Status, string Body)>();
        foreach (var name in (string[])["live", "startup", "ready"])
        {
            var answer = await broker.GetAsync("/health/" + name);
            all.Add((answer.Status, answer.Body));
        }

        return all;
    }

    private sealed class HeldSchema(ISchemaState inner) : ISchemaState, IDisposable
    {
        private readonly SemaphoreSlim held = new(0);

        public int Looks { get; private set; }

        public void Release() => held.Release();

        public async Task<SchemaFault?> FindFaultAsync(CancellationToken cancellationToken)
        {
            Looks++;
            await held.WaitAsync(cancellationToken);
            return await inner.FindFaultAsync(cancellationToken);
        }

        public void Dispose() => held.Dispose();
    }
}
