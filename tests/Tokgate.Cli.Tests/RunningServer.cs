using Microsoft.AspNetCore.Builder;

namespace Tokgate.Cli.Tests;

internal sealed class RunningServer(WebApplication app, string address) : IAsyncDisposable
{
    public string Address { get; } = address;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
