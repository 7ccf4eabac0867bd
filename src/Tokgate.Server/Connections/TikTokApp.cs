using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>A TikTok app that has its secret, ready to talk to TikTok.</summary>
internal sealed class TikTokApp(TikTokAppConfig config, ClientSecret secret, TikTokClient client)
{
    public string ClientKey => config.ClientKey;

    public TikTokEnvironment Environment => config.Environment;

    public IReadOnlyList<string> ApprovedScopes => config.ApprovedScopes;

    /// <summary>What TikTok may have signed its webhooks with.</summary>
    public IReadOnlyList<ClientSecret> WebhookSecrets { get; } = config.FormerSecret is { } former ? [secret, former] : [secret];

    public TikTokClient Client { get; } = client;

    /// <summary>Another one when key or secret changes, so that a vault that has paused an app sees that it was mended.</summary>
    public string Version { get; } = config.Fingerprint!; // it has a secret
}
