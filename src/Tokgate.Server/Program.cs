using Tokgate.Server.Backups;
using Tokgate.Server.TokenProxy;

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

            if (args is [ProxyServer.Command, .. var rest])
            {
                await TokgateServer.RunProxyAsync(rest);
                return 0;
            }

            await using var app = TokgateServer.Create(new TokgateServerOptions { Arguments = args });
            await TokgateServer.RunAsync(app);
            return 0;
        }
        catch (Exception exception) when (SetupFaults.Of(exception) is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return 1;
        }
    }
}
