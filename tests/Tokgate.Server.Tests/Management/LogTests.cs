using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Trail;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>The trail by the management API, on both engines.</summary>
public sealed class LogTests : BothEngines
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_is_one_story_in_Auth0s_members(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        var person = await world.SignInAsync();
        var second = await world.SignInAsync();
        var events = await world.Broker.AuditAsync();
        var flow = events.First(audited => audited.Name == AuditNames.SignInCompleted && audited.SessionId == person.SessionId).FlowId;
        var story = (await world.Management.CallAsync("GET", $"logs?flow_id={flow}")).Json.EnumerateArray().ToList();
        Assert.Equal([AuditNames.SignInStarted, "ss", "seacft"], story.Select(entry => entry.GetProperty("type").GetString()));
        var signUp = story[1];
        Assert.Equal((The.Web, The.Web, "tiktok", person.Id, "Success Signup"),
            (signUp.GetProperty("client_id").GetString(), signUp.GetProperty("client_name").GetString(), signUp.GetProperty("connection").GetString(), signUp.GetProperty("user_id").GetString(),
            signUp.GetProperty("description").GetString()));
        Assert.Equal((AuditNames.SignInCompleted, flow, person.SessionId),
            (signUp.GetProperty("details").GetProperty("event").GetString(), signUp.GetProperty("details").GetProperty("flow_id").GetString(), signUp.GetProperty("details").GetProperty("session_id").GetString()));
        Assert.Equal(signUp.GetRawText(), (await world.Management.CallAsync("GET", "logs/" + signUp.GetProperty("log_id").GetString())).Body);

        var again = (await world.Management.CallAsync("GET", "logs?q=" + Uri.EscapeDataString("type:s"))).Json;
        Assert.Equal(second.SessionId, Assert.Single(again.EnumerateArray()).GetProperty("details").GetProperty("session_id").GetString());
        var changed = await world.Management.CallAsync("PATCH", "users/" + person.Id, """{"app_metadata":{"a":1}}""");
        Assert.Equal(200, changed.Status);
        var operation = (await world.Management.CallAsync("GET", $"users/{person.Id}/logs?per_page=1")).Json[0];
        Assert.Equal(("sapi", ManagementWorld.Administrator, 1), (
            operation.GetProperty("type").GetString(), operation.GetProperty("details").GetProperty("actor").GetString(),
            operation.GetProperty("details").GetProperty("change").GetProperty("after").GetProperty("app_metadata").GetProperty("a").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Events_are_found_by_every_field_in_both_orders(string engine)
    {
        Assert.Equal(Numbers(39, 0, -1).Take(50), await FindAsync(engine, Q("date:[2026-01-01 TO 2026-02-28]")));
        Assert.Equal(Numbers(0, 39, 1), await FindAsync(engine, Q("date:[2026-01-01 TO 2026-02-28]") + "&sort=date:1"));
        Assert.Equal(Numbers(12, 10, -1), await FindAsync(engine, Q("date:[2026-01-11 TO 2026-01-13]")));
        Assert.Equal(Numbers(38, 0, -2), await FindAsync(engine, Q("connection:one")));
        Assert.Equal(Numbers(36, 0, -4), await FindAsync(engine, Q("connection:one AND client_id:c0")));
        Assert.Equal(Numbers(36, 0, -4), await FindAsync(engine, Q("client_id:c0 AND connection:one AND type:f*")));
        Assert.Equal(Numbers(36, 20, -4), await FindAsync(engine, Q("client_id:c0 AND date:[2026-01-21 TO *]")));
        Assert.Equal([5], await FindAsync(engine, Q("user_id:p5")));
        Assert.Equal([7], await FindAsync(engine, Q("flow_id:flow7")));
        Assert.Equal([7], await FindAsync(engine, "flow_id=flow7"));
        Assert.Equal([9], await FindAsync(engine, "reference=ref9"));
        Assert.Empty(await FindAsync(engine, "reference=ref9&" + Q("connection:one")));
        Assert.Equal(Numbers(39, 0, -1), await FindAsync(engine, Q("event:\"signin.*\"").Replace("%22", "", StringComparison.Ordinal) + "&per_page=100"));
        Assert.Equal(Numbers(37, 1, -4), await FindAsync(engine, Q("type:s AND client_id:c1")));
        Assert.Equal(Numbers(39, 3, -4), await FindAsync(engine, Q("type:ss")));
        Assert.Equal(Numbers(39, 3, -4), await FindAsync(engine, "search=type:ss"));
        Assert.Equal(Numbers(38, 2, -4), await FindAsync(engine, Q("event:signin.completed AND client_id:c2")));
        Assert.Equal(Numbers(36, 4, -8), await FindAsync(engine, Q("error_id:TTK9004")));
        Assert.Equal(Numbers(36, 20, -8), await FindAsync(engine, Q("error_id:TTK9004 AND connection:one AND date:[2026-01-21 TO *]")));
        Assert.Empty(await FindAsync(engine, Q("error_id:TTK9004 AND connection:two")));
        Assert.Empty(await FindAsync(engine, Q("type:nothing")));
        Assert.Empty(await FindAsync(engine, Q("user_id:\"' or 1=1 --\"")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_text_is_found_wherever_it_stands_and_whatever_is_in_it(string engine)
    {
        Assert.Equal([9], await FindAsync(engine, Q("text:REF9")));
        Assert.Equal(Numbers(39, 3, -4), await FindAsync(engine, Q("text:first AND type:ss")));
        Assert.Equal([.. Numbers(19, 11, -2), 1], await FindAsync(engine, Q("text:ref1 AND connection:two")));
        Assert.Equal([1, 11, 13], (await FindAsync(engine, Q("text:ref1 AND event:signin* AND connection:two") + "&sort=date:1")).Take(3));
        Assert.Equal(Numbers(36, 4, -8), await FindAsync(engine, Q("text:ttk9004 AND event:signin*")));
        foreach (var nothing in (string[])["_", "%", "!", "' or 1=1 --"])
        {
            Assert.Empty(await FindAsync(engine, Q($"text:\"{nothing}\" AND date:[2026-01-01 TO 2026-02-28]")));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Pages_and_what_follows_an_event_are_told_as_Auth0_does(string engine)
    {
        var world = Worlds[engine];
        var range = Q("date:[2026-01-01 TO 2026-02-28]");
        var page = (await world.CallAsync("GET", $"logs?{range}&per_page=7&page=1&include_totals=true&fields=log_id,user_id")).Json;
        Assert.Equal((7, 7, 7, 40), (page.GetProperty("start").GetInt32(), page.GetProperty("limit").GetInt32(), page.GetProperty("length").GetInt32(), page.GetProperty("total").GetInt32()));
        Assert.Equal(Numbers(32, 26, -1), Subjects(page.GetProperty("logs")));

        // From the beginning on, the oldest first, until nothing is new.
        var (all, from) = (new List<int>(), "");
        while (true)
        {
            var answer = await world.CallAsync("GET", $"logs?{range}&take=9{from}");
            Assert.True(answer.Status == 200, answer.Body);
            if (answer.Json.GetArrayLength() == 0)
            {
                break;
            }

            all.AddRange(Subjects(answer.Json));
            from = "&from=" + answer.Json.EnumerateArray().Last().GetProperty("log_id").GetString();
        }

        Assert.Equal(Numbers(0, 39, 1), all);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_61_A_bad_question_is_refused(string engine)
    {
        foreach (var bad in (string[])
        [
            Q("type:a OR type:b"), Q("user_id:a*"), Q("type:s AND type:f"), Q("date:[a TO b]"), Q("ip:1"), "sort=user_id:1", "from=x", "from=-1", "q=type:s&search=type:f", "search=x", "per_page=101", "page=201", "flow_id=%01",
        ])
        {
            var answer = await Worlds[engine].CallAsync("GET", "logs?" + bad);
            Assert.True(answer.Status == 400, $"{bad}: {answer.Status} {answer.Body}");
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_filters_that_find_nothing_among_many_give_up_and_say_where(string engine)
    {
        var world = Worlds[engine];
        var at = world.Broker.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await world.Broker.Get<IWriteDoor>().WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                insert into audit_events (name, occurred_at, client_id, connection, count)
                with recursive n (i) as (select 1 union all select i + 1 from n where i < 50100) select 'token.issued', {at}, 'busy', 'busy', 1 from n
                """),
            CancellationToken.None);
        var answer = await world.CallAsync("GET", "logs?" + Q("client_id:busy AND connection:one"));
        Assert.Equal((200, "[]"), (answer.Status, answer.Body));
        Assert.Contains("Looked through 50000 events", answer.Headers["Warning"], StringComparison.Ordinal);
        var from = System.Text.RegularExpressions.Regex.Match(answer.Headers["Warning"], "from=([0-9]+)").Groups[1].Value;
        var rest = await world.CallAsync("GET", $"logs?{Q("client_id:busy AND connection:one")}&from={from}&take=50&sort=date:-1");
        Assert.Equal((200, "[]"), (rest.Status, rest.Body));
        Assert.False(rest.Headers.ContainsKey("Warning"));
        Assert.Equal(10_000, (await world.CallAsync("GET", "logs?per_page=1&include_totals=true&" + Q("client_id:busy"))).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public void Every_event_has_a_code_and_the_documentation_says_the_same()
    {
        var names = typeof(AuditNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!); // constants
        Assert.Equal(names.Order(StringComparer.Ordinal), LogKinds.All.Select(kind => kind.Event).Distinct().Order(StringComparer.Ordinal));
        var rows = LogKinds.All.Select(kind => $"| `{kind.Type}` | `{kind.Event}` | {(kind.Cause is null ? "" : $"`{kind.Cause}`")} |".Replace("|  |", "| |", StringComparison.Ordinal));
        var documented = File.ReadLines(DocumentPath()).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(rows.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<int> Numbers(int from, int to, int step)
    {
        for (var number = from; step < 0 ? number >= to : number <= to; number += step)
        {
            yield return number;
        }
    }

    private async Task<IReadOnlyList<int>> FindAsync(string engine, string query)
    {
        var answer = await Worlds[engine].CallAsync("GET", "logs?" + query);
        Assert.True(answer.Status == 200, answer.Body);
        return Subjects(answer.Json);
    }

    private static List<int> Subjects(JsonElement list) => [.. list.EnumerateArray().Select(entry => int.Parse(entry.GetProperty("user_id").GetString()![1..], CultureInfo.InvariantCulture))]; // those of the test have one

    // A day between each; even ones by connection one; four clients, of which each has its own kind of event.
    private protected override Task FillAsync(Broker broker) => broker.Get<IWriteDoor>().WriteAsync(
        async context =>
        {
            for (var number = 0; number < 40; number++)
            {
                var (name, cause) = (number % 4) switch
                {
                    0 => (AuditNames.SignInFailed, null),
                    1 => (AuditNames.SignInCompleted, "other"),
                    2 => (AuditNames.SignInCompleted, null),
                    _ => (AuditNames.SignInCompleted, (string?)AuditNames.FirstSignIn),
                };
                context.AuditEvents.Add(AuditRow.Of(new AuditEvent(name)
                {
                    At = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(number),
                    Cause = cause,
                    ClientId = $"c{number % 4}",
                    UserId = $"p{number}",
                    Connection = number % 2 == 0 ? "one" : "two",
                    FlowId = $"flow{number}",
                    Reference = $"ref{number}",
                    ErrorId = number % 4 == 0 ? $"TTK{9000 + (number % 8)}" : null,
                }));
                await context.SaveChangesAsync();
            }

            return true;
        },
        CancellationToken.None);

    private static string DocumentPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "docs", "management", "logs.md"); // tests run inside the repository
    }
}
