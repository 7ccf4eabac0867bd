using System.Net;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Audit;

public sealed class AuditTrailTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Events_are_found_newest_first_page_by_page_by_what_they_are_about(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IAuditStore>();
        var events = Enumerable.Range(0, 25).Select(number => new AuditEvent(number % 2 == 0 ? "even" : "odd")
        {
            At = database.Time.GetUtcNow() + TimeSpan.FromSeconds(number),
            UserId = number < 10 ? "ann" : null,
            ClientId = "web",
            Reference = $"r{number}",
            Subject = $"{number}",
        });
        await store.AddAsync([.. events], CancellationToken.None);

        var pages = new List<string?>();
        long? before = null;
        do
        {
            var page = await store.ListAsync(new AuditFilter { ClientId = "web" }, before, 10, CancellationToken.None);
            pages.AddRange(page.Select(told => told.Subject));
            before = page.Count == 0 ? null : page[^1].Id;
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(number => $"{number}"), pages);
        Assert.Equal(["8", "6", "4", "2", "0"], await SubjectsAsync(new AuditFilter { UserId = "ann", Name = "even" }));
        Assert.Equal(["7"], await SubjectsAsync(new AuditFilter { Reference = "r7" }));
        var from = database.Time.GetUtcNow() + TimeSpan.FromSeconds(3);
        Assert.Equal(["4", "3"], await SubjectsAsync(new AuditFilter { From = from, Until = from + TimeSpan.FromSeconds(2) }));
        Assert.Empty(await SubjectsAsync(new AuditFilter { ClientId = "other" }));

        async Task<IEnumerable<string?>> SubjectsAsync(AuditFilter filter) => (await store.ListAsync(filter, null, 100, CancellationToken.None)).Select(told => told.Subject);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Events_are_kept_as_long_as_the_retention_says(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IAuditStore>();
        await store.AddAsync([.. Enumerable.Range(0, 1_200).Select(_ => new AuditEvent("old") { At = database.Time.GetUtcNow() })], CancellationToken.None);
        database.Time.Advance(TimeSpan.FromDays(89));
        await store.AddAsync([new AuditEvent("young") { At = database.Time.GetUtcNow() }], CancellationToken.None);
        Assert.Equal(0, await database.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None));

        database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1_200, await database.Get<CleanUpHostedService>().SweepAsync(CancellationToken.None));
        Assert.Equal("young", Assert.Single(await store.ListAsync(new AuditFilter(), null, 10, CancellationToken.None)).Name);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_69_What_cannot_be_told_is_not_done(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await database.Door.WriteAsync(context => context.Database.ExecuteSqlRawAsync("alter table audit_events rename to gone"), CancellationToken.None);
        var clients = database.Get<IClientStore>();
        await Assert.ThrowsAnyAsync<Exception>(() => clients.TryCreateAsync(new Client { Id = "new", Name = "new", Type = ClientType.Machine }, [], CancellationToken.None));
        Assert.Null(await clients.FindAsync("new", CancellationToken.None));
    }

    [Fact]
    public async Task Machines_tokens_are_counted_and_not_written_one_by_one()
    {
        await using var broker = await Broker.StartAsync();
        for (var count = 0; count < 50; count++)
        {
            await broker.MachineTokenAsync();
        }

        var issued = Assert.Single(await broker.AuditAsync(new AuditFilter { Name = AuditNames.TokenIssued }));
        Assert.Equal((50, The.Machine, "client_credentials"), (issued.Count, issued.ClientId, issued.Cause));
    }

    [Fact]
    public async Task Changes_of_keys_and_clients_are_told()
    {
        await using var broker = await Broker.StartAsync();
        var key = await broker.Get<KeyRotation>().RotateAsync(SigningAlgorithm.ES256, CancellationToken.None);
        await broker.Get<KeyRotation>().RemoveAsync(key!, CancellationToken.None); // nobody else rotates here
        await broker.Get<IClientStore>().DeleteAsync(The.Spa, CancellationToken.None);

        var told = await broker.AuditAsync();
        Assert.Equal(The.Clients.Count, told.Count(one => one.Name == AuditNames.ClientCreated));
        Assert.Equal(3, told.Count(one => one.Name == AuditNames.KeyAdded));
        Assert.Equal(key, Assert.Single(told, one => one.Name == AuditNames.KeyRemoved).Subject);
        Assert.Equal(The.Spa, Assert.Single(told, one => one.Name == AuditNames.ClientDeleted).ClientId);
    }

    [Fact]
    public async Task What_is_queued_is_written_before_the_broker_is_gone()
    {
        using var directory = new TempDirectory();
        await using (var broker = await Broker.StartAsync(dataDirectory: directory.Path))
        {
            await broker.PostAsync("/oauth/token", Broker.Basic(The.Machine, "wrong"), ("grant_type", "client_credentials"));
            await broker.MachineTokenAsync();
        }

        await using var again = await Broker.StartAsync(dataDirectory: directory.Path);
        var told = await again.AuditAsync();
        Assert.Equal(("invalid_client", The.Machine), told.Where(one => one.Name == AuditNames.TokenRefused).Select(one => (one.Cause, one.ClientId)).Single());
        Assert.Single(told, one => one.Name == AuditNames.TokenIssued);
    }

    [Fact]
    public async Task A_queue_that_nobody_empties_is_bounded_and_what_it_loses_is_counted()
    {
        await using var database = await Database.OpenAsync("SQLite");
        var trail = database.Get<AuditTrail>(); // without a host nobody reads it
        for (var count = 0; count < 10_003; count++)
        {
            trail.Record("x");
        }

        Assert.Equal(3, trail.TakeLost());
        Assert.Equal(0, trail.TakeLost());
    }

    [Fact]
    public async Task T_74_What_strangers_send_is_bounded_and_without_control_characters()
    {
        await using var broker = await Broker.StartAsync();
        using var http = broker.NewHttp();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Agent " + new string('x', 500));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "x"), KeyValuePair.Create("client_id", "a\u001bb" + new string('c', 500)), KeyValuePair.Create("client_secret", "s")]);
        Assert.Equal(400, (int)(await http.PostAsync("/oauth/token", form)).StatusCode);

        var refused = Assert.Single(await broker.AuditAsync(new AuditFilter { Name = AuditNames.TokenRefused }));
        Assert.DoesNotContain($"{refused.UserAgent}{refused.ClientId}", char.IsControl);
        Assert.Equal(AuditText.MaxUserAgent, refused.UserAgent?.Length);
        Assert.False(refused.ClientId?.Length > AuditText.MaxWord);
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0", "203.0.113.77")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0", "203.0.113.77")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::", "2001:db8:1:2:3:4:5:6")]
    [InlineData("fe80::1%3", "fe80::", "fe80::1")]
    public void An_address_is_kept_whole_only_if_the_operator_says_so(string address, string truncated, string full)
    {
        Assert.Equal(truncated, AuditText.Of(IPAddress.Parse(address), AuditAddress.Truncated));
        Assert.Equal(full, AuditText.Of(IPAddress.Parse(address), AuditAddress.Full));
    }

    [Theory]
    [InlineData("a\ud83d\ude00b", 10, "ab")]
    [InlineData("abc", 2, "ab")]
    [InlineData("a\u001b[31m\u202eb\r\nc", 20, "a[31mbc")]
    [InlineData("", 2, null)]
    public void A_word_is_cut_where_every_database_takes_it(string text, int max, string? kept) => Assert.Equal(kept, AuditText.Clean(text, max));
}
