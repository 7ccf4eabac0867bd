using System.Globalization;
using System.Text.Json;

namespace Tokgate.Server.Tests.Management;

public sealed class TenantSettingsTests
{
    [Fact]
    public async Task Limits_and_retention_are_told_as_they_are_in_force_with_their_variables()
    {
        await using var world = await ManagementWorld.StartAsync("SQLite", "--Tokgate:Audit:Retention=2.00:00:00", "--Tokgate:Sessions:IdleLifetime=12:00:00");
        var told = (await world.CallAsync("GET", "tenants/settings")).Json;
        Assert.Equal((168, 12), (told.GetProperty("session_lifetime").GetInt32(), told.GetProperty("idle_session_lifetime").GetInt32()));
        Assert.Equal(("2.00:00:00", "90.00:00:00", false), Setting(told, "Tokgate__Audit__Retention"));
        Assert.Equal(("7.00:00:00", "7.00:00:00", true), Setting(told, "Tokgate__Sessions__Lifetime"));
        Assert.False((await world.CallAsync("GET", "tenants/settings?fields=session_lifetime")).Json.TryGetProperty("settings", out _));
    }

    // One that nothing reads would be told as its default whatever is set.
    [Fact]
    public async Task Every_variable_that_is_told_is_one_that_is_read()
    {
        await using var world = await ManagementWorld.StartAsync();
        var set = (await world.CallAsync("GET", "tenants/settings")).Json.GetProperty("settings").EnumerateArray()
            .Select(static setting => (Name: setting.GetProperty("name").GetString()!, Other: Other(setting.GetProperty("default").GetString()!))).ToList(); // all have both
        await using var other = await ManagementWorld.StartAsync("SQLite", [.. set.Select(static setting => $"--{setting.Name.Replace("__", ":", StringComparison.Ordinal)}={setting.Other}")]);
        var told = (await other.CallAsync("GET", "tenants/settings")).Json;
        Assert.All(set, setting => Assert.Equal(setting.Other, Setting(told, setting.Name).Value));
    }

    // Another value that is in bounds: a second or one more than the default, which all bounds leave room for.
    private static string Other(string value) => value == "Truncated" ? "Full"
        : TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var time) && value.Contains(':', StringComparison.Ordinal) ? (time + TimeSpan.FromSeconds(1)).ToString("c", CultureInfo.InvariantCulture)
        : (int.Parse(value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static (string? Value, string? Default, bool IsDefault) Setting(JsonElement told, string name)
    {
        var setting = told.GetProperty("settings").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        return (setting.GetProperty("value").GetString(), setting.GetProperty("default").GetString(), setting.GetProperty("is_default").GetBoolean());
    }
}
