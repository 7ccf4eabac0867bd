using System.CommandLine;
using System.CommandLine.Parsing;

namespace Tokgate.Cli.Commands;

/// <summary>All commands there are.</summary>
internal static class CommandTree
{
    public static RootCommand Root()
    {
        var root = new RootCommand("""
            Tokgate: TikTok as standard OpenID Connect. This is the server, and what its operator does with it.

            Exit codes: 0 done, 1 failed, 2 used wrongly, 3 the document and the server differ (diff; plan --detailed-exitcode).
            Answers go to standard output (--json for programs), everything else to standard error. No secret is taken as an argument or written to the output.
            """)
        {
            CommandRun.Server, CommandRun.Local, CommandRun.Json,
            ServeCommand.Create(), ProxyCommand.Create(), DoctorCommand.Create(), PlanCommand.Create(), PlanCommand.CreateDiff(), ApplyCommand.Create(), ExportCommand.Create(), SchemaCommand.Create(), ImportCommand.Create(),
            KeysCommand.Create(), AdminCommand.Create(), UsersCommand.Create(), GrantsCommand.Create(), RewrapCommand.Create(),
        };
        foreach (var command in BackupCommand.Create())
        {
            root.Add(command);
        }

        return root;
    }

    public static IEnumerable<string> PathOf(CommandResult command) => command.Parent is CommandResult parent ? PathOf(parent).Append(command.Command.Name) : ["tokgate"];

    public static Command Does(this Command command, Func<CommandRun, Task<int>> act)
    {
        command.SetAction(CommandRun.Of(act));
        return command;
    }
}
