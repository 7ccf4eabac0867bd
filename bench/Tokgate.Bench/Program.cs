namespace Tokgate.Bench;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["handler", ..]:
                await HandlerBench.RunAsync(quick: args.Contains("--quick"));
                return 0;
            case ["broker", ..]:
                await BrokerBench.RunAsync(quick: args.Contains("--quick"));
                return 0;
            case ["scale", ..]:
                await ScaleBench.RunAsync(quick: args.Contains("--quick"));
                return 0;
            case ["management", ..]:
                await ManagementBench.RunAsync(quick: args.Contains("--quick"));
                return 0;
            case ["serve-management", var database]:
                await BenchApplication.ServeManagementAsync(database);
                return 0;
            case ["serve-broker", var emulator, var database]:
                await BenchApplication.ServeBrokerAsync(emulator, database);
                return 0;
            case ["vault", ..]:
                await VaultBench.RunAsync(quick: args.Contains("--quick"));
                return 0;
            case ["serve-vault", var connectionString, var emulator]:
                await VaultApplication.ServeAsync(connectionString, emulator);
                return 0;
            case ["proxy", ..]:
                await ProxyBench.RunAsync(quick: args.Contains("--quick"));
                return 0;
            case ["serve-answer"]:
                await ProxyApplication.ServeAnswerAsync();
                return 0;
            case ["serve-forwarder", var tikTok]:
                await ProxyApplication.ServeForwarderAsync(tikTok);
                return 0;
            case ["serve-proxy", var tikTok]:
                await ProxyApplication.ServeProxyAsync(tikTok);
                return 0;
            case ["serve-broker", var emulator]:
                await BenchApplication.ServeBrokerAsync(emulator);
                return 0;
            case ["serve", var role, var tikTok]:
                await BenchApplication.ServeAsync(role, tikTok);
                return 0;
            case ["serve-emulator", .. var callbacks]:
                await BenchApplication.ServeEmulatorAsync(callbacks);
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench/Tokgate.Bench -- handler|broker|vault|proxy|scale|management [--quick]");
                return 2;
        }
    }
}
