using Tokgate.Emulator;

namespace Tokgate.Cli.Tests;

/// <summary>The examination of a set-up, as a process.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task A_set_up_that_works_is_told_to_work()
    {
        await using var emulator = await TikTokEmulator.StartAsync();
        using var machine = await LocalMachine.SetUpAsync(tikTok: emulator.BaseAddress);
        var answer = await machine.RunAsync("doctor");

        // The connection stands in the database; its secret was the host program's, which is not running here.
        Assert.Contains(answer.Lines, line => line.StartsWith("ok       master key of this database", StringComparison.Ordinal));
        Assert.Contains(answer.Lines, line => line.StartsWith("ok       database: SQLite answers", StringComparison.Ordinal));
        Assert.Contains("failed   connection tiktok: key and secret of sbawplayground00001: No secret is known for this app. Set it by settings, by the management API or in the document.", answer.Lines);
        Assert.Equal(1, answer.ExitCode);
    }

    [Theory]
    [InlineData("emulator-secret-not-for-production-00001", "ok", 0)]
    [InlineData("another-secret", "failed", 1)]
    public async Task Key_and_secret_are_shown_to_TikTok_with_a_made_up_code(string secret, string level, int exitCode)
    {
        await using var emulator = await TikTokEmulator.StartAsync();
        using var machine = await LocalMachine.SetUpAsync();
        var document = $$"""
            version: 1
            connections:
              - name: tiktok
                options:
                  client_id: sbawplayground00001
                  apps: [{client_id: sbawplayground00001, live: true, address: "{{emulator.BaseAddress.GetLeftPart(UriPartial.Authority)}}", client_secret: "${env:APP_SECRET}"}]
            """;
        var applied = await machine.RunAsync([("APP_SECRET", secret)], "apply", await machine.WriteAsync("tokgate.yaml", document), "--local", "--yes");
        Assert.True(applied.ExitCode == 0, applied.All);
        var answer = await machine.RunAsync("doctor", "--json");
        var findings = answer.Json["findings"]!.AsArray().ToDictionary(finding => (string)finding!["check"]!, finding => (string)finding!["level"]!); // told
        Assert.True(findings["connection tiktok: key and secret of sbawplayground00001"] == level, answer.All);
        Assert.True(findings["connection tiktok: redirect URI"] == "ok", answer.All);
        Assert.True(findings["clock"] == "ok", answer.All);
        Assert.Equal(exitCode, answer.ExitCode);
        Assert.DoesNotContain(secret, answer.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_and_nothing_is_made()
    {
        using var directory = new TempDirectory();
        var nothing = await CommandProcess.RunAsync("doctor");
        Assert.True(nothing.ExitCode == 1, nothing.All);
        Assert.Contains("TTK3001", nothing.Output, StringComparison.Ordinal);
        var settings = new Dictionary<string, string> { ["Tokgate__Issuer"] = "https://login.example.com", ["Tokgate__DataDirectory"] = directory["data"] };
        var noKey = await CommandProcess.RunAsync(settings, "doctor");
        Assert.True(noKey.ExitCode == 1, noKey.All);
        Assert.Contains("TTK3005", noKey.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory["data"]));
    }
}
