namespace Tokgate.Server.Tests.Hosting;

/// <summary>One broker and one emulator for the tests of a class. Who changes how the emulator behaves puts it back.</summary>
public sealed class SignInFixture : IAsyncLifetime
{
    private SignInWorld? world;

    public SignInWorld World => world ?? throw new InvalidOperationException("xunit has not started it.");

    public async Task InitializeAsync() => world = await SignInWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}
