using System.Security.Cryptography;
using System.Text;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>
/// The connections that settings and the host program declare, read at every start: <c>TIKTOK_CLIENT_ID</c> and <c>TIKTOK_CLIENT_SECRET</c> (also
/// <c>AUTH_TIKTOK_ID</c> and <c>AUTH_TIKTOK_SECRET</c>) make the connection <c>tiktok</c> at the real TikTok, over one of the same name given in code.
/// Their secrets are put into the apps that have their keys, in memory, and never written down.
/// </summary>
internal sealed class DeclaredConnections(TokgateServerOptions options, IConfiguration configuration)
{
    private readonly Lazy<IReadOnlyList<ConnectionConfig>> all = new(() => Read(options, configuration));

    public IReadOnlyList<ConnectionConfig> All => all.Value;

    /// <summary>What was declared, as one word that changes when the declaration does. Without the secrets, which are put in anew at every start anyway.</summary>
    public static string DigestOf(ConnectionConfig declared)
    {
        // Member by member, and not by their JSON, which other versions of this program write otherwise.
        var text = string.Join('\n',
        [
            declared.Name, declared.LiveApp, string.Join(',', declared.Scopes), $"{declared.JoinsByUnionId} {declared.KeepsTokens}{(declared.IsActiveForConnectedAccounts ? " accounts" : "")}{(declared.OffersQrCode ? " qr" : "")}{(declared.Platform == UpstreamPlatform.Douyin ? " douyin" : "")}", declared.PlaceholderEmailDomain ?? "",
            .. declared.Apps.Select(static app => $"{app.ClientKey} {app.Address?.AbsoluteUri} {string.Join(',', app.ApprovedScopes)}"),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The apps of this connection with the secrets that settings or code give them.</summary>
    public ConnectionConfig WithSecrets(ConnectionConfig config) => config with
    {
        Apps = [.. config.Apps.Select(app => Find(app.ClientKey) is { } declared
            ? app with { ClientSecret = declared.ClientSecret, FormerSecret = declared.FormerSecret, IsManagedBySettings = true }
            : app)],
    };

    private TikTokAppConfig? Find(string clientKey) => All.Select(declared => declared.Find(clientKey)).FirstOrDefault(static app => app is not null);

    private static IReadOnlyList<ConnectionConfig> Read(TokgateServerOptions options, IConfiguration configuration)
    {
        var configs = options.Connections.Select(FromCode).ToDictionary(config => config.Name, StringComparer.Ordinal);
        if (FromSettings(configuration) is { } configured)
        {
            configs[configured.Name] = configured;
        }

        return [.. configs.Values];
    }

    private static ConnectionConfig? FromSettings(IConfiguration configuration)
    {
        var key = FirstOf(configuration, "TIKTOK_CLIENT_ID", "AUTH_TIKTOK_ID");
        var secret = FirstOf(configuration, "TIKTOK_CLIENT_SECRET", "AUTH_TIKTOK_SECRET");
        if (key is null && secret is null)
        {
            return null;
        }

        if (key is null || secret is null)
        {
            throw new SetupException(ErrorIds.ConnectionHalf, $"{(key is null ? "TIKTOK_CLIENT_ID" : "TIKTOK_CLIENT_SECRET")} is missing beside the other one.");
        }

        var former = FirstOf(configuration, "TIKTOK_CLIENT_SECRET_FORMER", "AUTH_TIKTOK_SECRET_FORMER");
        var approved = (FirstOf(configuration, "Tokgate:TikTok:ApprovedScopes") ?? TikTokScopeNames.UserInfoBasic).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var app = new TikTokAppConfig(key) { ClientSecret = ClientSecret.From(secret), FormerSecret = former is null ? null : ClientSecret.From(former), IsManagedBySettings = true, ApprovedScopes = approved };
        return new ConnectionConfig(ConnectionConfig.DefaultName, [app])
        {
            LiveApp = key,
            KeepsTokens = configuration.GetValue("Tokgate:TikTok:KeepTokens", true),
            IsActiveForConnectedAccounts = configuration.GetValue("Tokgate:TikTok:ConnectedAccounts", false),
            OffersQrCode = configuration.GetValue("Tokgate:TikTok:OfferQrCode", false),
        };
    }

    private static ConnectionConfig FromCode(TokgateServerConnection seed)
    {
        var app = new TikTokAppConfig(seed.ClientKey)
        {
            ClientSecret = ClientSecret.From(seed.ClientSecret),
            FormerSecret = seed.FormerClientSecret is { } former ? ClientSecret.From(former) : null,
            IsManagedBySettings = true,
            Address = seed.Address,
            ApprovedScopes = [.. seed.ApprovedScopes],
        };
        return new ConnectionConfig(seed.Name, [app])
        {
            Platform = seed.IsDouyin ? UpstreamPlatform.Douyin : UpstreamPlatform.TikTok,
            LiveApp = seed.ClientKey,
            Scopes = [.. seed.Scopes],
            JoinsByUnionId = seed.JoinsByUnionId,
            KeepsTokens = seed.KeepsTokens,
            IsActiveForConnectedAccounts = seed.IsActiveForConnectedAccounts,
            OffersQrCode = seed.OffersQrCode,
            PlaceholderEmailDomain = seed.PlaceholderEmailDomain,
        };
    }

    // Trimmed: a key or secret pasted with a line break is refused by TikTok as incorrect.
    private static string? FirstOf(IConfiguration configuration, params ReadOnlySpan<string> names)
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
