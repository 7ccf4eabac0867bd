using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>Whether there is what a command calls: the program with its options, the setting, the file, the address.</summary>
internal sealed class ShellCommands(SourceTree tree)
{
    // Programs of the system, which no page explains.
    private static readonly HashSet<string> OfTheSystem =
    [
        "install", "systemctl", "chmod", "head", "base64", "wc", "rm", "mkdir", "cat", "createdb", "jq", "sed", "openssl", "umask", "unset", "git", "date", "echo", "nginx", "apt-get", "sleep", "psql", "sqlite3", "exit", "curl", "update-ca-certificates", "tail", "cp", "runuser", "ssh-keygen", "ls",
    ];

    private static readonly Regex Step = new(@"^\s*(?:- )?(?:run: )?(?<command>(?:sudo |dotnet |tokgate |npm )[^\n]*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
    private static readonly Regex Assignment = new(@"^(?<name>[A-Za-z_]\w*)=", RegexOptions.ExplicitCapture);
    private static readonly Regex OfOurs = new(@"^(?:Tokgate__|Emulator__|Playground__)");
    private static readonly Regex OfFrameworks = new(@"^(?:OTEL_|ASPNETCORE_|DOTNET_)");
    private static readonly Regex OfTheTree = new(@"^(?:src|samples|deploy|docs|eng|tests|web|bench)/");
    private static readonly Regex OfAProject = new(@"(?:^|/)(?:src|samples|tests|bench)/\w");
    private static readonly Regex Program = new(@"(?:^|/)(?<project>Tokgate\.\w+)\.dll$", RegexOptions.ExplicitCapture);
    private static readonly Regex Address = new(@"^[""']?(?:https?://[^/\s]+|\$\w+)(?<path>/[^?\s""']*)", RegexOptions.ExplicitCapture);

    private readonly Lazy<RootCommand> tokgate = new(() => (RootCommand)BuiltAssemblies.Load("Tokgate.Cli").GetType("Tokgate.Cli.Commands.CommandTree", throwOnError: true)!
        .GetMethod("Root", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!); // both are ours, and a test fails without them

    private readonly Lazy<string> server = new(() => string.Join('\n', tree.Under(["src/Tokgate.Server"], ".cs").Select(file => file.Text)));

    private readonly Lazy<HashSet<string>> segments = new(() => tree.Under(["src"], ".cs", ".cshtml")
        .SelectMany(file => Regex.Matches(file.Text, @"""[^""\n]*""").SelectMany(text => Regex.Matches(text.Value, @"[\w.-]+"))).Select(match => match.Value).ToHashSet(StringComparer.Ordinal));

    /// <summary>Commands in a recipe of another system's, which nothing here can read; a recipe without any is not held.</summary>
    public IEnumerable<string> RecipeFaults(CodeBlock block)
    {
        var commands = Step.Matches(block.Code).Select(match => match.Groups["command"].Value).ToList();
        return commands.Count == 0 ? ["nothing in it is ours, so nothing holds it"] : Faults(block with { Code = string.Join('\n', commands) });
    }

    public IEnumerable<string> Faults(CodeBlock block)
    {
        var folder = "";
        foreach (var words in ShellText.Commands(block.Code))
        {
            var given = words.TakeWhile(word => Assignment.IsMatch(word)).ToList();
            var command = Started(words.Skip(given.Count).ToList());
            foreach (var fault in given.SelectMany(word => SettingFaults(block, word)).Concat(command.Count == 0 ? [] : CommandFaults(block, command, folder)).Concat(FileFaults(command)))
            {
                yield return fault;
            }

            folder = command is ["cd", var to, ..] ? to : folder;
        }
    }

    // What sudo or env starts in the end.
    private static List<string> Started(List<string> words) => words is ["sudo" or "env", .. var rest]
        ? Started(rest.SkipWhile(word => word.StartsWith('-') || Assignment.IsMatch(word)).ToList())
        : words;

    private IEnumerable<string> CommandFaults(CodeBlock block, List<string> command, string folder) => command switch
    {
        ["export", .. var given] => given.SelectMany(word => SettingFaults(block, word)),
        ["tokgate" or "bin/tokgate", .. var rest] => TokgateFaults(rest),
        ["dotnet", "run", "--project", "src/Tokgate.Cli", "--", .. var rest] => TokgateFaults(rest),
        ["dotnet", "run", .. var rest] when rest.Contains("--") => ProgramFaults(rest.FirstOrDefault(OfTheTree.IsMatch)?.Split('/')[^1], rest),
        ["dotnet", "run" or "publish" or "pack" or "build", .. var rest] => rest.Any(OfAProject.IsMatch) || folder.Length > 0 ? [] : ["it names no project of ours"],
        ["dotnet", "tool", "install", var name, ..] => tree.Has($"src/{name}/{name}.csproj") ? [] : [$"there is no tool {name}"],
        ["dotnet", "restore" or "--version" or "--list-sdks", ..] => [],
        ["dotnet", var program, .. var rest] when program.EndsWith("Tokgate.Server.dll", StringComparison.Ordinal) => ServerFaults(rest),
        ["dotnet", var program, .. var rest] when Program.Match(program) is { Success: true } ours => ProgramFaults(ours.Groups["project"].Value, rest.Prepend("--")),
        [var program, .. var rest] when program.EndsWith("/Tokgate.Server", StringComparison.Ordinal) => ServerFaults(rest),
        ["./test", .. var rest] => rest.Where(option => tree.Text("test")?.Contains(option, StringComparison.Ordinal) != true).Select(option => $"./test has no {option}"),
        ["npm", "ci" or "install", ..] => [],
        ["cd", ..] => [],
        ["npm", "run", var script, "--prefix", var place] => HasScript(place, script) ? [] : [$"no package.json of {place} has the script {script}"],
        ["npm", "run", var script, ..] => HasScript(folder, script) ? [] : [$"no package.json of {folder} has the script {script}"],
        ["npm", "start"] => HasScript(folder, "start") ? [] : [$"no package.json of {folder} has the script start"],
        ["python3", "-m", "http.server", ..] => [],
        ["curl", .. var rest] => rest.SelectMany(AddressFaults),
        [var program, ..] => OfTheSystem.Contains(program) ? [] : [$"{program} is no program of ours, and none that every system has"],
        [] => [],
    };

    private IEnumerable<string> SettingFaults(CodeBlock block, string word)
    {
        var name = Assignment.Match(word) is { Success: true } match ? match.Groups["name"].Value : word;
        return OfFrameworks.IsMatch(name) || KnownSettings.Of(tree).Any(setting => setting.Fits(name)) || (!OfOurs.IsMatch(name) && IsUsed(block, name)) ? [] : [$"nothing reads the setting {name}"];
    }

    // A name of the page's own is used on it; one of a sample is read there.
    private bool IsUsed(CodeBlock block, string name) => block.Page.Text.Contains($"${name}", StringComparison.Ordinal) || block.Page.Text.Contains($"env:{name}", StringComparison.Ordinal)
        || tree.Under(["samples"], ".cs", ".mjs", ".yaml").Any(file => Regex.IsMatch(file.Text, $@"\b{name}\b"));

    private IEnumerable<string> TokgateFaults(IEnumerable<string> words)
    {
        var parsed = tokgate.Value.Parse([.. words.Select(word => word.Length == 0 ? "x" : word)]);
        var isServe = parsed.CommandResult.Command.Name is "serve" or "proxy";
        return parsed.CommandResult.Command == tokgate.Value ? ["tokgate has no such command"] : isServe ? ServerFaults(parsed.UnmatchedTokens) : parsed.Errors.Select(error => $"tokgate: {error.Message}");
    }

    private IEnumerable<string> ServerFaults(IEnumerable<string> words) => words
        .Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--urls")
        .Select(word => word.Split('=')[0])
        .Where(option => !(option.StartsWith("--Tokgate:", StringComparison.Ordinal) && KnownSettings.Of(tree).Any(setting => setting.Fits(option[2..].Replace(":", "__", StringComparison.Ordinal)))))
        .Where(option => !server.Value.Contains($"\"{option}\"", StringComparison.Ordinal))
        .Select(option => $"the server has no {option}");

    // What a program of ours is told, up to what it is told to start itself: words and options that stand in its source.
    private IEnumerable<string> ProgramFaults(string? project, IEnumerable<string> words)
    {
        var source = string.Join('\n', tree.Under([$"src/{project}", $"samples/{project}"], ".cs").Select(file => file.Text));
        return source.Length == 0 && project?.Length > 0 ? [$"there is no program {project}"] : words.SkipWhile(word => word != "--").Skip(1).TakeWhile(word => word != "--")
            .Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--urls" && !word.StartsWith("--property:", StringComparison.Ordinal))
            .Where(option => !source.Contains(option.Split('=', ':')[0].TrimStart('-'), StringComparison.Ordinal)).Select(option => $"{project} has no {option}");
    }

    private IEnumerable<string> AddressFaults(string word)
    {
        var address = Address.Match(word);
        return address.Success && !word.Contains(".example", StringComparison.Ordinal) || word.Contains("/_emulator/", StringComparison.Ordinal)
            ? address.Groups["path"].Value.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.Contains('$', StringComparison.Ordinal) && !IsAValue(part) && !segments.Value.Contains(part)).Select(part => $"no address of ours has {part}")
            : [];
    }

    private static bool IsAValue(string segment) => segment.Any(char.IsDigit) && segment is not ("v2" or "v1");

    private IEnumerable<string> FileFaults(IEnumerable<string> words) => words.Where(word => OfTheTree.IsMatch(word) && !word.Contains("/bin/", StringComparison.Ordinal) && !word.Contains("/dist", StringComparison.Ordinal))
        .Where(word => !tree.Has(word) && !tree.HasFolder(word) && !tree.All.Any(file => Regex.IsMatch(file.Path, "^" + Regex.Escape(word).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$")))
        .Select(word => $"there is no {word}");

    private bool HasScript(string folder, string script)
    {
        if (tree.Text($"{folder.TrimEnd('/')}/package.json".TrimStart('/')) is not { } text)
        {
            return false;
        }

        using var package = JsonDocument.Parse(text);
        return package.RootElement.TryGetProperty("scripts", out var scripts) && scripts.TryGetProperty(script, out _);
    }
}
