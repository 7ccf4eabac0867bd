using System.CommandLine;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create() => new Command(Name, """
        Runs the broker. Production unless ASPNETCORE_ENVIRONMENT says otherwise; stops at Ctrl-C or SIGTERM.

        Settings come from the environment (Tokgate__Issuer, Tokgate__Database, …) or as --Tokgate:Issuer=…; --migrate brings the schema up to date first.

        Examples:
          Tokgate__Issuer=https://login.example.com tokgate serve
          tokgate serve --migrate --urls http://127.0.0.1:5081
        """).Does(static _ => RunAsync([]));

    public static Task<int> RunAsync(IReadOnlyList<string> arguments) => UntilStoppedAsync(async () =>
    {
        await using var app = TokgateServer.Create(new TokgateServerOptions { Arguments = arguments });
        await TokgateServer.RunAsync(app);
    });

    /// <summary>Runs a server of ours; what is wrong with its settings is told line by line.</summary>
    public static async Task<int> UntilStoppedAsync(Func<Task> runAsync)
    {
        try
        {
            await runAsync();
            return ExitCodes.Done;
        }
        catch (Exception exception) when (TokgateServerLocal.FaultsOf(exception) is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return ExitCodes.Failed;
        }
    }
}
