namespace Tokgate.Cli.Tests;

/// <summary>How somebody gets into the dashboard from the server's machine.</summary>
public sealed class AdminInviteTests
{
    [Fact]
    public async Task A_link_to_the_dashboard_is_made_on_the_machine()
    {
        using var machine = await LocalMachine.SetUpAsync();
        await using var server = await machine.StartServerAsync();
        machine.Environment["Tokgate__Issuer"] = server.Address;
        var made = await machine.RunAsync("admin", "invite", "--role", "viewer", "--json");
        Assert.True(made.ExitCode == 0, made.All);
        var link = made.Json["link"]!.GetValue<string>(); // as just seen
        Assert.StartsWith(server.Address + "/dashboard/welcome/", link, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Contains("a viewer of this broker", await http.GetStringAsync(new Uri(link)), StringComparison.Ordinal);

        var nobody = await machine.RunAsync("admin", "invite", "--for", "nobody");
        Assert.True(nobody.ExitCode == 1 && nobody.Error.StartsWith("TTK7008", StringComparison.Ordinal), nobody.All);
        var unknown = await machine.RunAsync("admin", "invite", "--role", "king");
        Assert.True(unknown.ExitCode == 1 && unknown.Error.StartsWith("TTK7008", StringComparison.Ordinal), unknown.All);
    }
}
