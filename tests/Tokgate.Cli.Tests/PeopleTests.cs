using Tokgate.Emulator;

namespace Tokgate.Cli.Tests;

/// <summary>People and what they granted, and the database as a whole, from the command line.</summary>
public sealed class PeopleTests
{
    private static readonly (string Name, string Value)[] s_credentials = [("TOKGATE_CLIENT_ID", "operator")];

    [Fact]
    public async Task A_person_is_found_refreshed_blocked_and_removed_and_a_backup_has_them()
    {
        var address = $"http://localhost:{FreePort.Next()}";
        var options = new TikTokEmulatorOptions();
        options.PlaygroundCallbacks.Add(address + "/login/callback");
        await using var emulator = await TikTokEmulator.StartAsync(options);
        await emulator.ConsentAsync("creator_full");
        using var machine = await LocalMachine.SetUpAsync();
        machine.Environment["Tokgate__Issuer"] = address;
        string user;
        await using (await machine.StartServerAsync(address, emulator.BaseAddress))
        {
            var secretFile = machine.Directory["operator.secret"];
            Assert.Equal(0, (await machine.RunAsync("admin", "create-client", "operator", "--secret-file", secretFile)).ExitCode);
            (string, string)[] credentials = [.. s_credentials, ("TOKGATE_CLIENT_SECRET", (await File.ReadAllTextAsync(secretFile)).Trim())];
            Task<CommandAnswer> OnServerAsync(params string[] arguments) => machine.RunAsync(credentials, [.. arguments, "--server", address]);

            using (var browser = new BrowserWalker())
            {
                Assert.Equal("/account", (await browser.PostAsync(new Uri(address + "/account/sign-in"))).Address.AbsolutePath);
            }

            var found = await OnServerAsync("users", "list", "--json");
            user = (string)Assert.Single(found.Json.AsArray())!["user_id"]!; // everybody has one
            Assert.Contains(user, (await OnServerAsync("users", "list", "--query", "connection:tiktok")).Output, StringComparison.Ordinal);
            Assert.Equal(user, (string?)(await OnServerAsync("users", "show", user)).Json["user_id"]);

            var grant = (string)Assert.Single((await OnServerAsync("grants", "list", user, "--json")).Json.AsArray())!["id"]!; // as above
            var refreshed = await OnServerAsync("grants", "refresh", user, grant);
            Assert.True(refreshed.ExitCode == 0 && refreshed.Output.Contains("active", StringComparison.OrdinalIgnoreCase), refreshed.All);

            var careful = await OnServerAsync("users", "block", user);
            Assert.True(careful.ExitCode == 2, careful.All);
            Assert.Equal($"{user} is blocked.", Assert.Single((await OnServerAsync("users", "block", user, "--yes")).Lines));
            Assert.True((bool?)(await OnServerAsync("users", "show", user)).Json["blocked"]);
            Assert.Equal($"{user} is not blocked.", Assert.Single((await OnServerAsync("users", "unblock", user)).Lines));

            var backup = await machine.RunAsync("backup", machine.Directory["all.backup"]);
            Assert.True(backup.ExitCode == 0 && File.Exists(machine.Directory["all.backup"]), backup.All);

            Assert.Equal($"The grant {grant} is ended.", Assert.Single((await OnServerAsync("grants", "revoke", user, grant, "--yes")).Lines));
            Assert.Equal($"{user} is removed.", Assert.Single((await OnServerAsync("users", "delete", user, "--yes")).Lines));
            Assert.Empty((await OnServerAsync("users", "list", "--json")).Json.AsArray());
        }

        // Into an empty database beside it, under the same master key.
        machine.Environment["Tokgate__Database"] = "Data Source=" + machine.Directory["restored.db"];
        var nothing = await machine.RunAsync("backup", machine.Directory["nothing.backup"]);
        Assert.True(nothing.ExitCode == 1 && nothing.Error.Contains("TTK3350", StringComparison.Ordinal) && !File.Exists(machine.Directory["nothing.backup"]), nothing.All);
        var restored = await machine.RunAsync("restore", machine.Directory["all.backup"]);
        Assert.True(restored.ExitCode == 0, restored.All);
        Assert.Equal(user, (string?)Assert.Single((await machine.RunAsync("users", "list", "--local", "--json")).Json.AsArray())!["user_id"]);
        var again = await machine.RunAsync("restore", machine.Directory["all.backup"]);
        Assert.True(again.ExitCode == 1 && again.Error.Contains("TTK3345", StringComparison.Ordinal), again.All);
    }
}
