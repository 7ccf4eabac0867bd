using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.TikTok;

[assembly: HostingStartup(typeof(Tokgate.AspNetCore.Tests.Hosting.EmulatorStartup))]

namespace Tokgate.AspNetCore.Tests.Hosting;

/// <summary>
/// Puts the emulator in TikTok's place for a program that knows nothing of it, so that the sample of the README is run as it stands. The framework takes this by
/// <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c>.
/// </summary>
internal sealed class EmulatorStartup : IHostingStartup
{
    public const string Setting = "TEST_EMULATOR";

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(static (context, services) =>
    {
        if (context.Configuration[Setting] is { Length: > 0 } address)
        {
            services.ConfigureAll<TikTokOptions>(options => options.Endpoints = TikTokEndpoints.At(new Uri(address)));
        }
    });
}
