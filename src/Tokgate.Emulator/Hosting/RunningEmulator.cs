using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Hosting;

/// <summary>A started emulator and what has to end with it.</summary>
internal sealed record RunningEmulator(WebApplication App, EmulatorParts Parts, StateFile? File) : IAsyncDisposable
{
    public Uri BaseAddress => Parts.World.BaseAddress;

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Parts.DisposeAsync();
        if (File is not null)
        {
            await File.DisposeAsync();
        }
    }
}
