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
}
