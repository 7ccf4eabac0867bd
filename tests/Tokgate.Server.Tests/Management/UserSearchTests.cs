using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Users;

namespace Tokgate.Server.Tests.Management;

/// <summary>People found and listed by the management API, on both engines.</summary>
public sealed class UserSearchTests : BothEngines
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task All_are_listed_in_both_orders_by_pages_and_by_cursors(string engine)
    {
        foreach (var (sort, first, count) in ((string, string, int)[])[("", "u029", 30), ("&sort=created_at:1", "u000", 30), ("&sort=last_login:-1", "u000", 30), ("&sort=last_login:1", "u029", 30)])
        {
            var all = (await FindAsync(engine, "per_page=100" + sort)).ToList();
            Assert.Equal((first, count), (all[0], all.Count));
            Assert.Equal(all.Skip(14).Take(7), await FindAsync(engine, "per_page=7&page=2" + sort));
            Assert.Equal(all, await WalkAsync(engine, "take=7" + sort));
        }

        var totals = (await Worlds[engine].CallAsync("GET", "users?include_totals=true&per_page=4&page=1")).Json;
        Assert.Equal((4, 4, 4, 30), (totals.GetProperty("start").GetInt32(), totals.GetProperty("limit").GetInt32(), totals.GetProperty("length").GetInt32(), totals.GetProperty("total").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task People_are_found_by_every_field_and_by_all_of_several(string engine)
    {
        Assert.Equal(["u003"], await FindAsync(engine, Q("user_id:u003")));
        Assert.Equal(["u003"], await FindAsync(engine, Q("name:\"zoe 003\"")));
        Assert.Equal(["u003"], await FindAsync(engine, Q("username:ZOE_003")));
        Assert.Equal(["u003"], await FindAsync(engine, Q("open_id:open-u003")));
        Assert.Equal(["u003"], await FindAsync(engine, Q("union_id:union-u003 AND name:zo*")));
        Assert.Equal(10, (await FindAsync(engine, Q("name:zoë*"))).Count);
        Assert.Equal(10, (await FindAsync(engine, Q("user_id:u00*"))).Count);
        Assert.Equal(10, (await FindAsync(engine, Q("open_id:open-u01*") + "&sort=last_login:1")).Count);
        Assert.Equal(15, (await FindAsync(engine, Q("connection:second"))).Count);
        Assert.Equal(15, (await FindAsync(engine, "connection=second")).Count);
        Assert.Equal(["u009", "u007", "u005", "u003", "u001"], await FindAsync(engine, Q("connection:second AND name:zoe*") + "&sort=created_at:-1"));
        Assert.Equal(["u001", "u003", "u005", "u007", "u009"], await WalkAsync(engine, Q("connection:second AND name:zoe*") + "&take=2"));
        Assert.Empty(await FindAsync(engine, Q("name:zoe* AND username:ann*")));
        Assert.Empty(await FindAsync(engine, Q("name:\"' or 1=1 --\"")));
        Assert.Empty(await FindAsync(engine, Q("name:%*")));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_beginning_finds_names_and_usernames_each_person_once_and_in_order(string engine)
    {
        // u010 to u019 are called Ann and have usernames with bob; u020 to u029 are called Bob and have usernames with ann.
        var found = await FindAsync(engine, "search=AN");
        Assert.Equal(Enumerable.Range(10, 20).Select(number => $"u{number:000}"), found);
        Assert.Equal(found, await WalkAsync(engine, "search=an&take=3"));
        Assert.Equal(found.Skip(15).Take(5), await FindAsync(engine, "search=an&per_page=5&page=3"));
        Assert.Equal(found.Reverse(), await FindAsync(engine, "search=an&sort=created_at:-1"));
        Assert.Equal(20, (await Worlds[engine].CallAsync("GET", "users?search=an&include_totals=true&per_page=2")).Json.GetProperty("total").GetInt32());
        Assert.Equal(10, (await FindAsync(engine, "search=zoe")).Count);
        Assert.Equal(5, (await FindAsync(engine, "search=zoe&connection=second")).Count);
        Assert.Empty(await FindAsync(engine, "search=nobody"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_61_A_bad_question_is_refused_and_a_cursor_of_another_list_is_none(string engine)
    {
        var world = Worlds[engine];
        foreach (var bad in (string[])[Q("name:a OR name:b"), Q("shoe_size:4"), "sort=name:1", "sort=created_at", "search=%20", Q("name:\"\u0301\""), "from=nothing", "take=0", "per_page=101", "page=1000", "fieldz=a"])
        {
            var answer = await world.CallAsync("GET", "users?" + bad);
            Assert.True(answer.Status == 400, $"{bad}: {answer.Status} {answer.Body}");
        }

        var named = (await world.CallAsync("GET", "users?search=an&take=3")).Json.GetProperty("next").GetString();
        Assert.Equal(400, (await world.CallAsync("GET", $"users?take=3&from={named}")).Status);
        var dated = (await world.CallAsync("GET", "users?take=3")).Json.GetProperty("next").GetString();
        Assert.Equal(400, (await world.CallAsync("GET", $"users?take=3&search=an&from={dated}")).Status);
        Assert.Equal(400, (await world.CallAsync("GET", $"users?take=3&sort=created_at:1&from={dated}")).Status);
    }

    [Fact]
    public async Task A_search_that_finds_too_many_to_be_sorted_says_so()
    {
        var world = Worlds["SQLite"];
        await world.Broker.Get<IWriteDoor>().WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                insert into users (id, status, claims, created_at, updated_at, name_key)
                with recursive n (i) as (select 1 union all select i + 1 from n where i < 5001) select 'many-' || i, 'Active', {"{}"}, i, i, 'many ' || i from n
                """),
            CancellationToken.None);
        Assert.Equal(50, (await FindAsync("SQLite", "search=many")).Count);
        Assert.Equal(50, (await FindAsync("SQLite", "search=many%201&sort=created_at:1")).Count);
        var answer = await world.CallAsync("GET", "users?search=many&sort=created_at:1");
        Assert.Equal((400, "sort"), (answer.Status, answer.Json.GetProperty("details")[0].GetProperty("member").GetString()));
    }

    private async Task<IReadOnlyList<string>> FindAsync(string engine, string query)
    {
        var answer = await Worlds[engine].CallAsync("GET", "users?" + query);
        Assert.True(answer.Status == 200, answer.Body);
        return Ids(answer.Json);
    }

    private async Task<IReadOnlyList<string>> WalkAsync(string engine, string query)
    {
        var (all, from) = (new List<string>(), "");
        while (true)
        {
            var answer = await Worlds[engine].CallAsync("GET", $"users?{query}{from}");
            Assert.True(answer.Status == 200, answer.Body);
            all.AddRange(Ids(answer.Json.GetProperty("users")));
            if (!answer.Json.TryGetProperty("next", out var next))
            {
                return all;
            }

            from = "&from=" + next.GetString();
        }
    }

    private static List<string> Ids(JsonElement list) => [.. list.EnumerateArray().Select(user => user.GetProperty("user_id").GetString()!)]; // users have one

    private protected override Task FillAsync(Broker broker) => broker.Get<IWriteDoor>().WriteAsync(
        context =>
        {
            for (var number = 0; number < 30; number++)
            {
                var (id, now) = ($"u{number:000}", broker.Time.GetUtcNow());
                var (name, username) = number < 10 ? ($"Zoë {number:000}", $"zoe_{number:000}") : number < 20 ? ($"Ann {number:000}", $"bob_{number:000}") : ($"Bob {number:000}", $"ann_{number:000}");
                context.Users.Add(new UserRow
                {
                    Id = id,
                    Status = "Active",
                    Claims = JsonSerializer.Serialize(new { name, preferred_username = username }),
                    CreatedAt = now.AddSeconds(number),
                    UpdatedAt = now,
                    NameKey = SearchKey.Of(name),
                    UsernameKey = SearchKey.Of(username),
                    Connection = number % 2 == 0 ? "tiktok" : "second",
                    LastLoginAt = now.AddSeconds(-number).ToUnixTimeMilliseconds(),
                });
                context.Identities.Add(new IdentityRow { TikTokApp = "app", OpenId = "open-" + id, UnionId = "union-" + id, UserId = id, CreatedAt = now, LastSeenAt = now });
            }

            return context.SaveChangesAsync();
        },
        CancellationToken.None);
}
