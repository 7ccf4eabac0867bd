namespace Tokgate.Server.Tests.Hosting;

/// <summary>One broker on SQLite for the tests of a class that only ask.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private Broker? broker;

    public Broker Broker => broker ?? throw new InvalidOperationException("xunit has not started it.");

    public async Task InitializeAsync() => broker = await Broker.StartAsync();

    public async Task DisposeAsync() => await Broker.DisposeAsync();
}
