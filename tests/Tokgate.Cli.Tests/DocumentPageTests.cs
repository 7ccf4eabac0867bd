using System.Text.RegularExpressions;

namespace Tokgate.Cli.Tests;

/// <summary>The documents that people copy: each one in docs, and the one of the samples.</summary>
public sealed class DocumentPageTests
{
    private const string Secret = "a-secret-of-the-page-0123456789-0123456789";

    [Fact]
    public async Task The_documents_that_people_copy_are_taken()
    {
        using var machine = await LocalMachine.SetUpAsync();
        var file = await machine.WriteAsync("secret", Secret);
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(page => !Regex.IsMatch(page, "/(?:obj|dist|node_modules)/"))
            .SelectMany(page => Regex.Matches(File.ReadAllText(page), "```yaml\n(version: 1\n.*?)```", RegexOptions.Singleline)).Select(match => match.Groups[1].Value)
            .Append(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "tokgate.yaml"))).ToList();
        Assert.InRange(documents.Count, 2, 20);
        foreach (var document in documents)
        {
            var text = Regex.Replace(document, @"\$\{file:[^}]+\}", $"${{file:{file}}}");
            var settings = Regex.Matches(text, @"\$\{env:(\w+)\}").Select(match => match.Groups[1].Value).Distinct().Select(name => (name, Value(name))).ToArray();
            var plan = await machine.RunAsync(settings, "plan", await machine.WriteAsync("document.yaml", text), "--local");
            Assert.True(plan.ExitCode == 0, document + plan.All);
            Assert.Matches("^[1-9][0-9]* to create, 0 to change", plan.Lines[^1]);
        }
    }

    private static string Value(string name) => name switch
    {
        "ISSUER" => "http://localhost:5081",
        _ when name.EndsWith("_ADDRESS", StringComparison.Ordinal) => "https://shop.example",
        _ when name.EndsWith("_HOOK_SECRET", StringComparison.Ordinal) => "whsec_" + Convert.ToBase64String(new byte[32]),
        _ => Secret,
    };
}
