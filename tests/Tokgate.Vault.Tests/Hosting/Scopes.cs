using Microsoft.Extensions.DependencyInjection;

namespace Tokgate.Vault.Tests.Hosting;

/// <summary>Contexts of a database, for stores that a test makes by hand.</summary>
public sealed class Scopes : IServiceScopeFactory, IDisposable
{
    private readonly ServiceProvider _services;

    public Scopes(Database database)
    {
        var services = new ServiceCollection();
        services.AddDbContext<VaultContext>(database.Configure);
        _services = services.BuildServiceProvider();
    }

    public IServiceScope CreateScope() => _services.CreateScope();

    public void Dispose() => _services.Dispose();
}
