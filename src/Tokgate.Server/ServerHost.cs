using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tokgate.Server;

/// <summary>The host around the features: names, settings and logging, such that several programs can live in one process.</summary>
internal static class ServerHost
{
    private const string MigrateSwitch = "--migrate";
    private const string RewrapSwitch = "--rewrap";

    /// <param name="options">What the host program decides.</param>
    /// <param name="defaultUrl">Where it listens if nobody says otherwise.</param>
    public static WebApplicationBuilder CreateBuilder(TokgateServerOptions options, string defaultUrl = "http://localhost:5081")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. options.Arguments.Where(static argument => argument is not (MigrateSwitch or RewrapSwitch))],
            EnvironmentName = options.EnvironmentName,
            ApplicationName = "Tokgate.Server", // its own assets and pages, not those of the program that hosts it
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets(); // without it an unpublished program in Production serves empty files
        builder.Configuration.AddInMemoryCollection(Settings(options));
        Listen(builder, options, defaultUrl);
        builder.Services.Replace(ServiceDescriptor.Singleton(options.TimeProvider));
        builder.Services.AddSingleton(options);
        builder.Logging.ClearProviders().AddSimpleConsole(static console => console.SingleLine = true);
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", options.LogLevel);

        // It writes whole addresses, and with them codes and states, as soon as somebody turns the framework's own log up (T-16).
        // And while anything of it may be written, each request and each question to TikTok is given an Activity, whether or not anybody traces.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // A start that fails is told by Program in one line; this would print its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // It warns that the ring has no encryptor; ours is sealed as a whole by its repository.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        return builder;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(TokgateServerOptions options)
    {
        var migrate = options.Migrate == true || options.Arguments.Contains(MigrateSwitch) ? "true" : options.Migrate is null ? null : "false";
        return new Dictionary<string, string?>
        {
            ["Tokgate:Issuer"] = options.Issuer,
            ["Tokgate:Database"] = options.Database,
            ["Tokgate:DataDirectory"] = options.DataDirectory,
            ["Tokgate:MasterKeyFile"] = options.MasterKeyFile,
            ["Tokgate:Migrate"] = migrate,
            ["Tokgate:Rewrap"] = options.Arguments.Contains(RewrapSwitch) ? "true" : null,
        }.Where(static setting => setting.Value is not null);
    }

    private static void Listen(WebApplicationBuilder builder, TokgateServerOptions options, string defaultUrl)
    {
        string[] settings = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints:Http:Url", "Kestrel:Endpoints:Https:Url"];
        if (options.Urls is not null || Array.TrueForAll(settings, name => string.IsNullOrEmpty(builder.Configuration[name])))
        {
            builder.WebHost.UseUrls(options.Urls ?? defaultUrl);
        }
    }
}
