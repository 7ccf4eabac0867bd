using Microsoft.Extensions.Options;
using Tokgate.Server.Backups;

namespace Tokgate.Server;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            if (BackupCommand.Of(args) is { } command)
            {
                await Console.Out.WriteLineAsync(await command);
                return 0;
            }

            await using var app = TokgateServer.Create(new TokgateServerOptions { Arguments = args });
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Faults(exception) is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return 1;
        }
    }

    // Empty for what is no fault of the set-up: that must crash with its stack.
    private static List<string> Faults(Exception exception) => exception switch
    {
        AggregateException several => [.. several.InnerExceptions.SelectMany(Faults)],
        OptionsValidationException options => [.. options.Failures],
        SetupException setup => [setup.Message],
        IOException io when io.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => [io.Message],
        _ => [],
    };
}
