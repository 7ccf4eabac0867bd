using System.Text.RegularExpressions;

namespace Tokgate.Cli.Tests;

/// <summary>The documents that people copy: the one in docs/management/configuration.md and the one of the samples.</summary>
public sealed class DocumentPageTests
{
    private const string Secret = "a-secret-of-the-page-0123456789-0123456789";

    [Fact]
    public async Task The_documents_that_people_copy_are_taken()
    {
        using var machine = await LocalMachine.SetUpAsync();
        var robot = await machine.WriteAsync("robot", Secret); // a command looks from where it runs, which is not the test's to choose
        (string, string)[] settings =
        [
            ("SHOP_ADDRESS", "https://shop.example"), ("SHOP_SECRET", Secret), ("TIKTOK_SECRET", Secret), ("SAMPLE_SECRET", Secret), ("ISSUER", "http://localhost:5081"),
            ("CRM_HOOK_SECRET", "whsec_" + Convert.ToBase64String(new byte[32])),
        ];
        var guide = Regex.Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "management", "configuration.md")), "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value.Replace("secrets/robot", robot, StringComparison.Ordinal);
        var samples = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "tokgate.yaml"));
        foreach (var (name, text, things) in ((string, string, int)[])[("guide.yaml", guide, 5), ("samples.yaml", samples, 8)])
        {
            var plan = await machine.RunAsync(settings, "plan", await machine.WriteAsync(name, text), "--local");
            Assert.True(plan.ExitCode == 0, plan.All);
            Assert.StartsWith($"{things} to create, 0 to change", plan.Lines[^1], StringComparison.Ordinal);
        }
    }
}
