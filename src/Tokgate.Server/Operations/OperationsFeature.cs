using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Operations;

internal static class OperationsFeature
{
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddForwarding(configuration);
        services.Configure<KestrelServerOptions>(static kestrel => Limit(kestrel));
        services.AddOptions<LimitsOptions>().Bind(configuration.GetSection("Tokgate:Limits")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptions.Validation>();
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<LimitsOptions>, HostedPages>(static (timeouts, limits, pages) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = limits.Value.RequestTimeout,
            WriteTimeoutResponse = context => TellTimeoutAsync(context, pages),
        });
        services.AddOptions<ShutdownOptions>().Bind(configuration.GetSection("Tokgate:Shutdown")).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<ShutdownOptions>, ShutdownOptions.Validation>();
        services.AddSingleton<IValidateOptions<ShutdownOptions>, ShutdownOptions.Validation>();
        services.AddHostedService<LevelsHostedService>();
        services.AddSingleton<Drain>().AddHostedService<DrainHostedService>();
        return services.AddSingleton<RequestLimits>().AddSingleton<Readiness>().AddSingleton<HealthEndpoints>();
    }

    /// <summary>Who is believed to speak for somebody else.</summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ForwardingOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ForwardingOptions>, ForwardingOptions.Validation>();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ForwardingOptions>>(static (headers, forwarding) => Trust(headers, forwarding.Value));
        return services;
    }

    /// <summary>Takes the caller's address from whoever is believed to tell it.</summary>
    public static void UseForwarding(WebApplication app)
    {
        app.Use(static (context, next) => PlainAddresses.InvokeAsync(context, next));
        if (app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.ForwardedHeaders != ForwardedHeaders.None)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>What holds for all requests, in front of all endpoints.</summary>
    public static void UseGate(this WebApplication app, string issuerPath)
    {
        TraceNames.Use(app);
        UseForwarding(app);
        app.UseMiddleware<Gate>();
        if (issuerPath.Length > 0)
        {
            app.UsePathBase(issuerPath);
        }

        app.UseRouting();
        app.UseMiddleware<AddressLimit>();
        app.UseMiddleware<FormGate>();
        app.UseRequestTimeouts();
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(HealthEndpoints.Prefix + "/live", HealthEndpoints.LiveAsync);
        routes.MapGet(HealthEndpoints.Prefix + "/startup", context => Health().StartupAsync(context));
        routes.MapGet(HealthEndpoints.Prefix + "/ready", context => Health().ReadyAsync(context));

        HealthEndpoints Health() => routes.ServiceProvider.GetRequiredService<HealthEndpoints>();
    }

    // The framework clears the answer first, and with it what the gate had put there.
    private static Task TellTimeoutAsync(HttpContext context, HostedPages pages)
    {
        OuterGate.Close(context.Response.Headers);
        return PeopleEndpoint.Is(context)
            ? pages.FailAsync(context, new Failure(ErrorIds.RequestTimedOut, StatusCodes.Status504GatewayTimeout))
            : ResponseWriter.WriteAsync(context, OAuthError.TimedOut).AsTask();
    }

    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestReader.MaxFormLength;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestLineSize = RequestReader.MaxQueryLength + 256; // method, path and version beside the query
        kestrel.Limits.MaxRequestBufferSize = 128 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxConcurrentConnections = 10_000;
    }

    // With no proxies named the lists are empty, and an empty list would mean everybody: so nothing is taken from headers at all.
    private static void Trust(ForwardedHeadersOptions headers, ForwardingOptions forwarding)
    {
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        headers.ForwardLimit = null; // each hop must be known, so the chain ends at the first that is not
        foreach (var entry in forwarding.Entries)
        {
            headers.KnownIPNetworks.Add(ForwardingOptions.Parse(entry)!.Value); // validated at start
        }

        headers.ForwardedHeaders = headers.KnownIPNetworks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost;
    }
}
