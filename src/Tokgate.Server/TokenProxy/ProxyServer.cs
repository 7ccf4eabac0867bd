using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.TokenProxy;

/// <summary>The proxy without the broker: no database, no pages, nothing kept.</summary>
internal static class ProxyServer
{
    public const string Command = "proxy";

    private const string DefaultUrl = "http://localhost:3333";

    public static WebApplication Create(TokgateServerOptions options, Action<WebApplicationBuilder> adjust)
    {
        var builder = ServerHost.CreateBuilder(options, DefaultUrl);
        builder.Services.AddForwarding(builder.Configuration).AddUpstreamRoom(builder.Configuration);
        builder.Services.Configure<KestrelServerOptions>(static kestrel => OperationsFeature.Limit(kestrel));
        builder.Services.AddSingleton<GuessLimit>().AddSingleton<IProxyApps, NoApps>().AddProxyEndpoints(builder.Configuration);

        adjust(builder);
        var app = builder.Build();
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        MachineNames.Check(app.Environment);
        Check(app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Clients);
        OperationsFeature.UseForwarding(app);
        app.UseMiddleware<ProxyGate>();
        app.UseRouting();
        app.MapGet(HealthEndpoints.Prefix + "/live", HealthEndpoints.LiveAsync);
        app.MapTokenProxy();
        return app;
    }

    // Beside a broker the secrets may come later, with a connection.
    private static void Check(IList<ProxyClientOptions> clients)
    {
        if (clients.Count == 0)
        {
            throw new SetupException(ErrorIds.ProxyInvalid, "The token proxy has no app to speak for. Set Tokgate__Proxy__Clients__0__ClientKey, and Tokgate__Proxy__Clients__0__ClientSecret if the secret is to live here.");
        }

        if (clients.FirstOrDefault(static client => client.ClientSecret is null && (client.CallerSecret is not null || client.AllowWithoutSecret)) is { } hollow)
        {
            throw new SetupException(
                ErrorIds.ProxyInvalid,
                $"The token proxy is to know the callers of {AllowedText.Of(hollow.ClientKey!)} itself, but has no secret to speak to TikTok with. Set Tokgate__Proxy__Clients__{clients.IndexOf(hollow)}__ClientSecret.");
        }
    }
}
