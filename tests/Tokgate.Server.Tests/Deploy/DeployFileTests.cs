using System.Diagnostics;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;
using YamlDotNet.RepresentationModel;

namespace Tokgate.Server.Tests.Deploy;

/// <summary>The files of deploy/, as far as they can be checked without running what they are for (docs/deploy.md says what was not).</summary>
public sealed class DeployFileTests
{
    // NoticeFor and FinishWithin, by default.
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(65);

    [Fact]
    public async Task Systemd_takes_the_units_without_a_word()
    {
        using var directory = new TempDirectory();
        foreach (var unit in Directory.EnumerateFiles(Repository.Find("deploy/systemd")).Where(static file => !file.EndsWith(".env", StringComparison.Ordinal)))
        {
            // Nothing is installed here: a program that there is stands for ours.
            await File.WriteAllTextAsync(directory[Path.GetFileName(unit)], (await File.ReadAllTextAsync(unit)).Replace("/opt/tokgate/Tokgate.Server", "/bin/true", StringComparison.Ordinal));
        }

        var (code, output) = await RunAsync("systemd-analyze", ["verify", "--man=no", .. Directory.EnumerateFiles(directory.Path)]);
        Assert.Equal((0, ""), (code, string.Join('\n', output.Split('\n').Where(static line => line.Contains("tokgate", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("tokgate.service")]
    [InlineData("tokgate-backup.service")]
    public async Task The_units_give_away_next_to_nothing(string unit)
    {
        // In tenths: 0 is closed, 100 is a program that may do everything; most services of a distribution have above 90.
        var (code, output) = await RunAsync("systemd-analyze", ["security", "--offline=true", "--threshold=20", "--no-pager", Repository.Find("deploy/systemd/" + unit)]);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Whoever_stops_the_broker_waits_long_enough()
    {
        Assert.InRange(TimeSpan.FromSeconds(int.Parse(Regex.Match(Text("systemd/tokgate.service"), "TimeoutStopSec=(\\d+)").Groups[1].Value, null)), Leaving, TimeSpan.MaxValue);
        var grace = (string?)Map(Compose(), "services", "tokgate").Children["stop_grace_period"];
        Assert.InRange(TimeSpan.FromSeconds(int.Parse(grace!.TrimEnd('s'), null)), Leaving, TimeSpan.MaxValue); // it is there
    }

    [Fact]
    public void The_compose_file_uses_what_it_declares_and_locks_the_broker_in()
    {
        var root = Compose();
        var broker = Map(root, "services", "tokgate");
        Assert.Equal("true", (string?)broker.Children["read_only"]);
        Assert.Equal(["ALL"], Texts(broker.Children["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], Texts(broker.Children["security_opt"]));
        Assert.All(Texts(broker.Children["ports"]), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.Equal("service_healthy", (string?)Map(broker, "depends_on", "database").Children["condition"]);
        Assert.True(Map(root, "services", "database").Children.ContainsKey("healthcheck"));
        foreach (var kind in (string[])["volumes", "secrets"])
        {
            var declared = Map(root, kind).Children.Keys.Select(static key => (string)key!);
            var used = Map(root, "services").Children.Values.Cast<YamlMappingNode>().Where(service => service.Children.ContainsKey(kind)).SelectMany(service => ((YamlSequenceNode)service.Children[kind]).Children)
                .Select(static one => one is YamlMappingNode map ? (string?)map.Children["source"] : ((string?)one)!.Split(':')[0]); // a scalar has a text
            Assert.Equal(declared.Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
        }

        Assert.True(File.Exists(Repository.Find("deploy/container/Dockerfile")));
        Assert.Equal(("../..", "deploy/container/Dockerfile"), ((string?)Map(broker, "build").Children["context"], (string?)Map(broker, "build").Children["dockerfile"]));
    }

    [Fact]
    public void No_file_holds_a_secret()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Find("deploy"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotMatch("(?im)^\\s*-?\\s*\\w*(?:SECRET|PASSWORD|MASTERKEY)\\w*\\s*[:=]\\s*[A-Za-z0-9+/]{6,}\\s*$", File.ReadAllText(file));
        }
    }

    [Fact]
    public void The_container_runs_as_nobody_in_particular_and_starts_what_is_published()
    {
        var lines = Text("container/Dockerfile").Split('\n').Select(static line => line.Trim()).ToList();
        var last = lines[(lines.FindLastIndex(static line => line.StartsWith("FROM ", StringComparison.Ordinal)) + 1)..];
        var user = Assert.Single(last, static line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.Matches("^USER [1-9]\\d*:[1-9]\\d*$", user);
        Assert.Contains("ENTRYPOINT [\"./Tokgate.Server\"]", last);
        Assert.Contains("STOPSIGNAL SIGTERM", last);
        Assert.DoesNotContain(lines, static line => line.StartsWith("ADD ", StringComparison.Ordinal) || Regex.IsMatch(line, "curl|wget"));
        Assert.Contains(lines, static line => line.StartsWith("VOLUME /var/lib/tokgate", StringComparison.Ordinal));
    }

    private static string Text(string file) => File.ReadAllText(Repository.Find("deploy/" + file));

    private static YamlMappingNode Compose()
    {
        var yaml = new YamlStream();
        using var reader = new StringReader(Text("compose/compose.yaml"));
        yaml.Load(reader);
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode from, params string[] path) => path.Aggregate(from, static (node, name) => (YamlMappingNode)node.Children[name]);

    private static IEnumerable<string?> Texts(YamlNode list) => ((YamlSequenceNode)list).Children.Select(static one => (string?)one);

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!; // ./test installs it
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim());
    }
}
