namespace Tokgate.Server.Tests.Conformance;

/// <summary>Both providers for the modules of one profile, each started when its first module asks.</summary>
public sealed class Providers : IAsyncLifetime
{
    public const string Tokgate = "Tokgate";
    public const string Reference = "oidc-provider";

    private readonly Dictionary<string, IProvider> started = [];

    public static TheoryData<string> All => [Tokgate, Reference];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var provider in started.Values)
        {
            await provider.DisposeAsync();
        }
    }

    // The tests of a class run one after the other.
    internal async Task<IProvider> GetAsync(string name) => started.TryGetValue(name, out var provider)
        ? provider
        : started[name] = await (name == Tokgate ? TokgateProvider.StartAsync() : ReferenceProvider.StartAsync());
}
