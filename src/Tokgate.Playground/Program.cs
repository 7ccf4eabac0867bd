namespace Tokgate.Playground;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            await using var playground = await Playground.StartAsync(PlaygroundOptions.From(args));
            await Console.Out.WriteLineAsync(playground.Banner);
            if (await playground.WelcomeAsync() is { } welcome)
            {
                await Console.Out.WriteLineAsync(welcome);
            }

            await playground.WaitForShutdownAsync();
            return 0;
        }
        catch (PlaygroundException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }
}
