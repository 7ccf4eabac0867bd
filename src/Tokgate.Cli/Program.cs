using Tokgate.Cli.Commands;

namespace Tokgate.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // All that comes after is the server's own: it reads its settings from its arguments.
        if (args is [ServeCommand.Name or ProxyCommand.Name, .. var rest] && !rest.Any(static argument => argument is "--help" or "-h" or "-?"))
        {
            return await (args[0] == ServeCommand.Name ? ServeCommand.RunAsync(rest) : ProxyCommand.RunAsync(rest));
        }

        var parsed = CommandTree.Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            var path = string.Join(' ', CommandTree.PathOf(parsed.CommandResult));
            await Console.Error.WriteLineAsync($"`{path} --help` says how it is used.");
            return ExitCodes.Usage;
        }

        return await parsed.InvokeAsync();
    }
}
