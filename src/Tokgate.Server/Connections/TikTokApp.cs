using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>An app that has its secret, ready to talk to TikTok or to Douyin.</summary>
internal sealed class TikTokApp(TikTokAppConfig config, ClientSecret secret, IUpstreamClient client)
{
    public string ClientKey => config.ClientKey;

    public TikTokEnvironment Environment => config.Environment;

    public IReadOnlyList<string> ApprovedScopes => config.ApprovedScopes;

    /// <summary>What TikTok may have signed its webhooks with.</summary>
    public IReadOnlyList<ClientSecret> WebhookSecrets { get; } = config.FormerSecret is { } former ? [secret, former] : [secret];

    public IUpstreamClient Client { get; } = client;

    /// <value>Null for an app of Douyin's, which has no QR codes of TikTok's, no revocation and no place in the token proxy.</value>
    public TikTokClient? TikTok => (Client as TikTokUpstream)?.Client;

    /// <summary>Another one when key or secret changes, so that a vault that has paused an app sees that it was mended.</summary>
    public string Version { get; } = config.Fingerprint!; // it has a secret
}
