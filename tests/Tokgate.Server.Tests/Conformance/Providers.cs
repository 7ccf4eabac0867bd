using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>Both providers for the modules of one profile, each started when its first module asks.</summary>
public sealed class Providers : IAsyncLifetime
{
    public const string Tokgate = "Tokgate";
    public const string Reference = "oidc-provider";

    private readonly Dictionary<string, IProvider> started = [];

    private const string FormPost = " by form_post";

    public static TheoryData<string> All => [Tokgate, Reference];

    /// <summary>For the Basic profile and for Form Post Basic, which has the same modules.</summary>
    public static TheoryData<string> AllAndByFormPost => [Tokgate, Reference, Tokgate + FormPost, Reference + FormPost];

    /// <summary>Where both tell of logouts: each relying party has a path there with its id.</summary>
    internal LogoutReceiver Receiver { get; private set; } = null!; // xunit starts it before any test

    public static bool IsByFormPost(string name) => name.EndsWith(FormPost, StringComparison.Ordinal);

    public static bool IsReference(string name) => name.StartsWith(Reference, StringComparison.Ordinal);

    public async Task InitializeAsync() => Receiver = await LogoutReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var provider in started.Values)
        {
            await provider.DisposeAsync();
        }

        await Receiver.DisposeAsync();
    }

    // The tests of a class run one after the other.
    internal async Task<IProvider> GetAsync(string name)
    {
        var key = IsReference(name) ? Reference : Tokgate;
        return started.TryGetValue(key, out var provider)
            ? provider
            : started[key] = await (key == Tokgate ? TokgateProvider.StartAsync(Receiver) : ReferenceProvider.StartAsync(Receiver));
    }
}
