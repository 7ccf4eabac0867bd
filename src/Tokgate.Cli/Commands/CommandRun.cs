using System.CommandLine;
using Tokgate.Cli.Doors;
using Tokgate.Cli.Output;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

/// <summary>One command as it runs: what was said, where answers go, and the door to the server.</summary>
internal sealed class CommandRun(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
{
    public static Option<string?> Server { get; } = new("--server") { Description = "The issuer of the server, e.g. https://login.example.com. Credentials: TOKGATE_CLIENT_ID and TOKGATE_CLIENT_SECRET.", HelpName = "URL", Recursive = true };

    public static Option<bool> Local { get; } = new("--local") { Description = "The server of this machine, by the settings that it has itself (Tokgate__… in the environment).", Recursive = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Answers as JSON.", Recursive = true };

    public Terminal Terminal { get; } = terminal;

    public CancellationToken Cancellation { get; } = cancellationToken;

    public T? Of<T>(Option<T> option) => parsed.GetValue(option);

    public T Of<T>(Argument<T> argument) => parsed.GetValue(argument)!; // required, or the parser had complained

    public async Task<IManagementDoor> OpenAsync() => (Of(Server), Of(Local)) switch
    {
        (not null, true) => throw Unclear("--server and --local are two different servers. Say one of them."),
        ({ } address, _) => await RemoteDoor.OpenAsync(address, Cancellation),
        (null, true) => await LocalDoor.OpenAsync(Cancellation),
        _ => throw Unclear("Which server? Say --server URL, or --local for the one of this machine."),
    };

    /// <summary>For what only who sits at the machine may do.</summary>
    public async Task<LocalDoor> OpenLocalAsync()
    {
        RefuseRemote();
        return await LocalDoor.OpenAsync(Cancellation);
    }

    public void RefuseRemote()
    {
        if (Of(Server) is not null)
        {
            throw new CommandException(ErrorIds.LocalOnly, "This is done on the server's machine only, with its settings and keys: leave --server out.") { ExitCode = ExitCodes.Usage };
        }
    }

    /// <summary>Asks a person, or wants --yes of a script.</summary>
    public void Confirm(Option<bool> yes, string question)
    {
        if (Of(yes))
        {
            return;
        }

        if (Console.IsInputRedirected || Terminal.IsJson)
        {
            throw new CommandException(ErrorIds.ConfirmationMissing, $"{question} Nobody can answer here: say --yes.") { ExitCode = ExitCodes.Usage };
        }

        Console.Error.Write(question + " [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CommandException(ErrorIds.ConfirmationMissing, "Nothing was done.");
        }
    }

    public static Func<ParseResult, CancellationToken, Task<int>> Of(Func<CommandRun, Task<int>> act) => async (parsed, cancellationToken) =>
    {
        var terminal = Terminal.OfProcess(parsed.GetValue(Json));
        try
        {
            return await act(new CommandRun(parsed, terminal, cancellationToken));
        }
        catch (CommandException refused)
        {
            terminal.Complain(refused.Message);
            foreach (var detail in refused.Details)
            {
                terminal.Complain("  " + detail);
            }

            return refused.ExitCode;
        }
        catch (Exception exception) when (TokgateServerLocal.FaultsOf(exception) is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
            {
                terminal.Complain(fault);
            }

            return ExitCodes.Failed;
        }
    };

    private static CommandException Unclear(string message) => new(ErrorIds.ServerAddressInvalid, message) { ExitCode = ExitCodes.Usage };
}
