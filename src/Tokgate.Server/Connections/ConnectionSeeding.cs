using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>
/// The connections that settings and the host program declare, read at every start: <c>TIKTOK_CLIENT_ID</c> and <c>TIKTOK_CLIENT_SECRET</c> (also
/// <c>AUTH_TIKTOK_ID</c> and <c>AUTH_TIKTOK_SECRET</c>) make the connection <c>tiktok</c> at the real TikTok, over one of the same name given in code.
/// </summary>
internal sealed class ConnectionSeeding(ConnectionDirectory directory, TokgateServerOptions options, IConfiguration configuration, IHostEnvironment environment)
{
    // It opens every emulator, and its text is public.
    private const string PublishedSecret = "emulator-secret-not-for-production";

    public void Run()
    {
        var configs = options.Connections.Select(FromCode).ToDictionary(config => config.Name, StringComparer.Ordinal);
        if (FromSettings() is { } configured)
        {
            configs[configured.Name] = configured;
        }

        foreach (var config in configs.Values)
        {
            Check(config);
        }

        try
        {
            directory.Load(configs.Values);
        }
        catch (TikTokConfigurationException fault)
        {
            throw new SetupException(ErrorIds.ConnectionInvalid, $"A connection cannot work: {fault.Message}", fault);
        }
    }

    private ConnectionConfig? FromSettings()
    {
        var key = FirstOf("TIKTOK_CLIENT_ID", "AUTH_TIKTOK_ID");
        var secret = FirstOf("TIKTOK_CLIENT_SECRET", "AUTH_TIKTOK_SECRET");
        if (key is null && secret is null)
        {
            return null;
        }

        if (key is null || secret is null)
        {
            throw new SetupException(ErrorIds.ConnectionHalf, $"{(key is null ? "TIKTOK_CLIENT_ID" : "TIKTOK_CLIENT_SECRET")} is missing beside the other one.");
        }

        var former = FirstOf("TIKTOK_CLIENT_SECRET_FORMER", "AUTH_TIKTOK_SECRET_FORMER");
        var approved = (FirstOf("Tokgate:TikTok:ApprovedScopes") ?? TikTokScopeNames.UserInfoBasic).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ConnectionConfig(
            ConnectionConfig.DefaultName,
            [new TikTokAppConfig(key, ClientSecret.From(secret)) { FormerSecret = former is null ? null : ClientSecret.From(former), ApprovedScopes = approved }])
        {
            LiveApp = key,
            KeepsTokens = configuration.GetValue("Tokgate:TikTok:KeepTokens", true),
        };
    }

    private static ConnectionConfig FromCode(TokgateServerConnection seed)
    {
        var endpoints = seed.Address is { } address ? TikTokEndpoints.At(address) : TikTokEndpoints.Default;
        var app = new TikTokAppConfig(seed.ClientKey, ClientSecret.From(seed.ClientSecret))
        {
            FormerSecret = seed.FormerClientSecret is { } former ? ClientSecret.From(former) : null,
            Endpoints = endpoints,
            ApprovedScopes = [.. seed.ApprovedScopes],
        };
        return new ConnectionConfig(seed.Name, [app])
        {
            LiveApp = seed.ClientKey,
            Scopes = [.. seed.Scopes],
            JoinsByUnionId = seed.JoinsByUnionId,
            KeepsTokens = seed.KeepsTokens,
            PlaceholderEmailDomain = seed.PlaceholderEmailDomain,
        };
    }

    private void Check(ConnectionConfig config)
    {
        if (config.Name.Length is 0 or > 50 || !config.Name.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-'))
        {
            throw new SetupException(ErrorIds.ConnectionInvalid, "The name of a connection is 1 to 50 lower-case letters, digits and '-'.");
        }

        if (config.PlaceholderEmailDomain is { } domain && (!domain.EndsWith(".invalid", StringComparison.Ordinal) || Uri.CheckHostName(domain) != UriHostNameType.Dns))
        {
            throw new SetupException(ErrorIds.ConnectionInvalid, $"The placeholder addresses of connection {config.Name} must end in .invalid: under any other name they could be somebody's.");
        }

        if (environment.IsProduction() && config.Apps.Any(static app => app.Environment == TikTokEnvironment.Emulator || app.ClientSecret.Reveal().StartsWith(PublishedSecret, StringComparison.Ordinal)))
        {
            throw new SetupException(ErrorIds.ConnectionEmulated, $"Connection {config.Name} leads to an emulator, where anybody signs in as anybody. That is refused in Production.");
        }
    }

    // Trimmed: a key or secret pasted with a line break is refused by TikTok as incorrect.
    private string? FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(configuration[name]))
            {
                return configuration[name]!.Trim(); // just seen
            }
        }

        return null;
    }
}
