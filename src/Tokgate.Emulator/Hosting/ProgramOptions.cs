using System.Globalization;
using System.Net;

namespace Tokgate.Emulator.Hosting;

/// <summary>The program's options: <c>Emulator__…</c> in the environment, <c>--Emulator:…</c> on the command line.</summary>
internal static class ProgramOptions
{
    public const int DefaultPort = 5082;

    public static TikTokEmulatorOptions Read(string[] args)
    {
        ProgramArguments.RefuseUnknown(args);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        RefuseForeignUrls(configuration["urls"] ?? configuration["ASPNETCORE_URLS"]);
        if (string.Equals(configuration["environment"], "Production", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{ErrorIds.RefusesProduction}: --environment is Production, and the TikTok emulator lets anyone sign in as anyone. Do not start it there.");
        }

        var section = configuration.GetSection("Emulator");
        if (section.GetChildren().FirstOrDefault(child => !ProgramArguments.IsKnown(child.Path)) is { } unknown)
        {
            throw new InvalidOperationException($"{ErrorIds.BadOption}: Emulator__{unknown.Key} is not an option of the emulator. --help lists them.");
        }

        var options = new TikTokEmulatorOptions
        {
            Port = ReadPort(section["Port"]),
            StateFile = section["StateFile"],
            PlaygroundWebhook = section["PlaygroundWebhook"],
            DangerousListenAddress = section["DangerousListenAddress"],
        };
        AddAll(options.PlaygroundCallbacks, section.GetSection("PlaygroundCallbacks"));
        AddAll(options.AllowedHosts, section.GetSection("AllowedHosts"));
        return options;
    }

    /// <summary>A list may come as one comma-separated text or as numbered members.</summary>
    private static void AddAll(IList<string> list, IConfigurationSection section)
    {
        var texts = (section.Value?.Split(',') ?? []).Concat(section.GetChildren().Select(child => child.Value ?? ""));
        foreach (var text in texts.Select(text => text.Trim()).Where(text => text.Length > 0))
        {
            list.Add(text);
        }
    }

    private static int ReadPort(string? text) => text is null
        ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new InvalidOperationException($"{ErrorIds.BadOption}: Port (Emulator__Port) must be a number from 0 (any free port) to 65535.");

    /// <summary>The usual settings of ASP.NET do not move the emulator; one that would open it to the network is refused, not passed over.</summary>
    private static void RefuseForeignUrls(string? urls)
    {
        foreach (var url in urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            var isLoopback = Uri.TryCreate(url, UriKind.Absolute, out var parsed)
                && (parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                    || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
            if (!isLoopback)
            {
                throw new InvalidOperationException(
                    $"{ErrorIds.AddressNotLoopback}: The emulator listens on loopback only, and urls (ASPNETCORE_URLS) names '{url}'. "
                    + "Set Emulator__Port; to open it to a network you trust, set Emulator__DangerousListenAddress.");
            }
        }
    }
}
