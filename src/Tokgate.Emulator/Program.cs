using Tokgate.Emulator.Checker;
using Tokgate.Emulator.DropIn;
using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["check", .. var asked])
        {
            return await CheckCommand.RunAsync(asked, new Uri($"http://localhost:{ProgramOptions.DefaultPort}"), Console.Out, Console.Error);
        }

        if (args is [DropInCommand.Name, .. var rest])
        {
            return await DropInCommand.RunAsync(rest);
        }

        if (ProgramArguments.AsksForHelp(args))
        {
            await Console.Out.WriteLineAsync(ProgramArguments.Help);
            return 0;
        }

        try
        {
            await using var running = await EmulatorHost.StartAsync(ProgramOptions.Read(args), CancellationToken.None);
            await Console.Out.WriteLineAsync(Banner.Text(running.BaseAddress));
            await running.App.WaitForShutdownAsync();
            return 0;
        }
        catch (InvalidOperationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
