using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>A TikTok app, ready to talk to TikTok.</summary>
internal sealed class TikTokApp(TikTokAppConfig config, TikTokClient client)
{
    public string ClientKey => config.ClientKey;

    public TikTokEnvironment Environment => config.Environment;

    public IReadOnlyList<string> ApprovedScopes => config.ApprovedScopes;

    public TikTokClient Client { get; } = client;
}
