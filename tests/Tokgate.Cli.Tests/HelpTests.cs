namespace Tokgate.Cli.Tests;

/// <summary>What every command says of itself, and what it says to who uses it wrongly.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Documented()];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_examples(string command)
    {
        var answer = await CommandProcess.RunAsync([.. command.Split(' '), "--help"]);
        Assert.True(answer.ExitCode == 0, answer.All);
        Assert.Contains("Examples:", answer.Output, StringComparison.Ordinal);
        Assert.Contains("tokgate " + command, answer.Output, StringComparison.Ordinal);
        Assert.Equal("", answer.Error);
    }

    [Fact]
    public async Task The_commands_that_there_are_are_those_that_are_documented()
    {
        var told = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var first in Names((await CommandProcess.RunAsync("--help")).Output))
        {
            var inner = Names((await CommandProcess.RunAsync(first, "--help")).Output).ToList();
            told.UnionWith(inner.Count == 0 ? [first] : inner.Select(second => $"{first} {second}"));
        }

        Assert.Equal(Documented().Order(StringComparer.Ordinal), told);
    }

    [Fact]
    public async Task Wrong_use_ends_with_2_and_says_where_help_is()
    {
        foreach (var arguments in (string[][])[["nothing"], ["plan"], ["plan", "a", "b"], ["keys", "list", "--nothing"], ["admin", "token"]])
        {
            var answer = await CommandProcess.RunAsync(arguments);
            Assert.True(answer.ExitCode == 2, answer.All);
            Assert.Contains("--help", answer.Error, StringComparison.Ordinal);
            Assert.Equal("", answer.Output);
        }

        var neither = await CommandProcess.RunAsync("keys", "list");
        Assert.True(neither.ExitCode == 2, neither.All);
        Assert.Contains("--local", neither.Error, StringComparison.Ordinal);
        var plain = await CommandProcess.RunAsync("keys", "list", "--server", "http://login.example.com");
        Assert.True(plain.ExitCode == 2, plain.All);
        Assert.StartsWith("TTK7004", plain.Error, StringComparison.Ordinal);
        var nobody = await CommandProcess.RunAsync("keys", "list", "--server", "https://login.example.com");
        Assert.True(nobody.ExitCode == 1, nobody.All);
        Assert.StartsWith("TTK7005", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Exit_codes_are_those_that_are_documented()
    {
        var codes = typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!).Order(); // constants
        Assert.Equal(codes, Table("## Exit codes").Select(row => int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    private static IEnumerable<string> Documented() => Table("## Commands").Select(row => row[0].Trim('`')["tokgate ".Length..]);

    // The first cells of the table under a heading.
    private static IEnumerable<string[]> Table(string heading)
    {
        var text = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "cli.md"));
        return text.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }

    private static IEnumerable<string> Names(string help) =>
        help.Split('\n').SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line.Length > 2 && line[2] != ' ').Select(line => line.Trim().Split(' ')[0]);
}
