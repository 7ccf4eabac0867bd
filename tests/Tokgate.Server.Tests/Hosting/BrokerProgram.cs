using Microsoft.Extensions.Hosting;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>This assembly as a program: a broker in a process of its own, which can be killed. The runner of the tests does not come by here.</summary>
internal static class BrokerProgram
{
    /// <param name="args">Port, data directory, address of the emulator; a connection string, if it is to stand beside others on PostgreSQL; and settings as the server takes them.</param>
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var port, var directory, var tikTok, .. var more])
        {
            await Console.Error.WriteLineAsync("port, data directory and the emulator's address are wanted");
            return 2;
        }

        var database = more.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal));
        await using var app = TokgateServer.Create(new TokgateServerOptions
        {
            // A restart on a busy machine takes longer than the ten seconds after which a lost answer counts as theft.
            Arguments = ["--Tokgate:RefreshGrace=00:01:00", .. more.Where(argument => argument.StartsWith("--", StringComparison.Ordinal))],
            EnvironmentName = "Development",
            Urls = $"http://127.0.0.1:{port}",
            Issuer = Broker.Issuer,
            DataDirectory = directory,
            Database = database,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None, // nobody reads on after the first line
            Clients = [.. database is null ? SignInWorld.SignInClients : TokenWorld.Clients, Management.ManagementWorld.AdministratorClient],
            Connections = [SignInWorld.Connection(new Uri(tikTok))],
        });
        await app.StartAsync();
        await Console.Out.WriteLineAsync(BrokerProcess.Ready);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
