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
            case ["serve", var role, var emulator]:
                await BenchApplication.ServeAsync(role, emulator);
                return 0;
            case ["serve-emulator"]:
                await BenchApplication.ServeEmulatorAsync();
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench/Tokgate.Bench -- handler [--quick]");
                return 2;
        }
    }
}
