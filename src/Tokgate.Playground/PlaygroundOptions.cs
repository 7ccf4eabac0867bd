namespace Tokgate.Playground;

/// <summary>Where the playground's programs listen, and where it keeps files.</summary>
public sealed class PlaygroundOptions
{
    /// <summary>The sample application's port; 0 takes a free one.</summary>
    public int AppPort { get; init; } = 5080;

    /// <summary>The broker's port, which stands in its issuer; 0 takes a free one.</summary>
    public int IssuerPort { get; init; } = 5081;

    /// <summary>The emulator's port; 0 takes a free one.</summary>
    public int EmulatorPort { get; init; } = 5082;

    /// <summary>Where the broker keeps its database and keys, and the sample application its cookie keys, its tokens and the key that seals them.</summary>
    public string DataDirectory { get; init; } = ".tokgate";

    public static PlaygroundOptions From(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "environment"])
        {
            if (string.Equals(configuration[name], "Production", StringComparison.OrdinalIgnoreCase))
            {
                throw new PlaygroundException($"{ErrorIds.Production}: {name} is Production, where the playground does not run: its emulator lets anybody sign in as anybody. "
                    + "Unset ASPNETCORE_ENVIRONMENT and DOTNET_ENVIRONMENT, or set them to Development.");
            }
        }

        return new PlaygroundOptions
        {
            AppPort = Port(configuration, "Playground:AppPort", 5080),
            IssuerPort = Port(configuration, "Playground:IssuerPort", 5081),
            EmulatorPort = Port(configuration, "Playground:EmulatorPort", 5082),
            DataDirectory = configuration["Tokgate:DataDirectory"] ?? ".tokgate",
        };
    }

    // The programs register each other's addresses before they listen, so a free port must be known by its number.
    internal PlaygroundOptions WithFreePorts() => new()
    {
        AppPort = AppPort == 0 ? Playground.FreePort() : AppPort,
        IssuerPort = IssuerPort == 0 ? Playground.FreePort() : IssuerPort,
        EmulatorPort = EmulatorPort == 0 ? Playground.FreePort() : EmulatorPort,
        DataDirectory = DataDirectory,
    };

    private static int Port(IConfiguration configuration, string key, int standard)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        return int.TryParse(text, out var port) && port is >= 0 and <= 65535
            ? port
            : throw new PlaygroundException($"{ErrorIds.PortInvalid}: {key.Replace(":", "__", StringComparison.Ordinal)} is '{text}'. Set it to a port from 0 to 65535; 0 takes a free one.");
    }
}
