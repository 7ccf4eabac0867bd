namespace Tokgate.Server;

/// <summary>What a host program may decide; whatever stays null comes from the environment (Tokgate__…), the arguments or its default.</summary>
public sealed class TokgateServerOptions
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <value>Null is ASPNETCORE_ENVIRONMENT, and without that Production.</value>
    public string? EnvironmentName { get; init; }

    /// <value>Addresses to listen on; null is ASPNETCORE_URLS or the issuer's own port in Development.</value>
    public string? Urls { get; init; }

    public string? Issuer { get; init; }

    public string? Database { get; init; }

    public string? DataDirectory { get; init; }

    public string? MasterKeyFile { get; init; }

    /// <value>Null migrates in Development and refuses in Production.</value>
    public bool? Migrate { get; init; }

    /// <value>What is logged at least. A host of several programs wants only what needs attention.</value>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public IReadOnlyList<TokgateServerClient> Clients { get; init; } = [];

    public IReadOnlyList<TokgateServerConnection> Connections { get; init; } = [];
}
