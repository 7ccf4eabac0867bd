using System.Diagnostics;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Token;

/// <summary>The guide's commands, run as they stand there.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_give_TikToks_token()
    {
        await using var world = await TokenWorld.StartAsync();
        var tokens = await world.SignInAsync("guide", "openid offline_access");
        var scripts = File.ReadAllText(GuidePath()).Split("```sh\n").Skip(1).Select(part => part.Split("```")[0]).ToList();
        Assert.Equal(2, scripts.Count);
        foreach (var script in scripts)
        {
            var said = await RunAsync(script, world, tokens.GetProperty("refresh_token").GetString(), TokenWorld.SubjectOf(tokens));
            Assert.Contains("\"access_token\":\"act.", said, StringComparison.Ordinal);
        }
    }

    private static async Task<string> RunAsync(string script, TokenWorld world, string? refreshToken, string subject)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, ArgumentList = { "-c", script } };
        foreach (var (name, value) in (IEnumerable<(string, string?)>)
        [
            ("ISSUER", $"http://localhost:{world.Broker.Address.Port}"), ("AUDIENCE", Broker.Issuer + "/api/v2/"), ("CLIENT_ID", "guide"), ("CLIENT_SECRET", TokenWorld.GuideSecret),
            ("REFRESH_TOKEN", refreshToken), ("ADMIN_ID", "administrator"), ("ADMIN_SECRET", The.MachineSecret), ("USER_ID", subject), ("NO_PROXY", "localhost"),
        ])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!; // bash is there wherever the tests run
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var said = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return said;
    }

    private static string GuidePath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "docs", "guides", "tiktok-tokens.md"); // tests run inside the repository
    }
}
