using System.Security.Cryptography;
using System.Text;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>A TikTok app, ready to talk to TikTok.</summary>
internal sealed class TikTokApp(TikTokAppConfig config, TikTokClient client)
{
    public string ClientKey => config.ClientKey;

    public TikTokEnvironment Environment => config.Environment;

    public IReadOnlyList<string> ApprovedScopes => config.ApprovedScopes;

    /// <summary>What TikTok may have signed its webhooks with.</summary>
    public IReadOnlyList<ClientSecret> WebhookSecrets { get; } = config.FormerSecret is { } former ? [config.ClientSecret, former] : [config.ClientSecret];

    public TikTokClient Client { get; } = client;

    /// <summary>The same on all nodes that have the same key and secret, and another one when either changes. Too short to try secrets against it.</summary>
    public string Version { get; } = Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(config.ClientSecret.Reveal()), Encoding.UTF8.GetBytes("tokgate:app-version/" + config.ClientKey)).AsSpan(0, 4));
}
