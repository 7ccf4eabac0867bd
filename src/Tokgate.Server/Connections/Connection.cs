using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>One configured upstream. Immutable: a change makes another one.</summary>
internal sealed class Connection
{
    public const string CallbackPath = "/login/callback";

    private readonly Dictionary<string, TikTokApp> apps;

    public Connection(ConnectionConfig config, Issuer issuer, Func<TikTokAppConfig, TikTokClient> connect)
    {
        Config = config;
        apps = config.Apps.ToDictionary(app => app.ClientKey, app => new TikTokApp(app, connect(app)), StringComparer.Ordinal);
        Live = apps[config.LiveApp];
        Callback = issuer.At(config.Name == ConnectionConfig.DefaultName ? CallbackPath : $"{CallbackPath}/{config.Name}");
        WantsPkce = TikTokPkce.ModeFor(Callback) == TikTokPkceMode.HexS256;
    }

    public ConnectionConfig Config { get; }

    public string Name => Config.Name;

    public TikTokApp Live { get; }

    public ICollection<string> ClientKeys => apps.Keys;

    /// <summary>The one address that TikTok sends browsers back to, to be registered there.</summary>
    public string Callback { get; }

    public bool WantsPkce { get; }

    /// <summary>What is said about a user after this sign-in.</summary>
    public JsonObject ClaimsOf(string subject, JsonElement profile, JsonObject? before)
    {
        var claims = Config.Mapping.Apply(profile, before);
        if (Config.PlaceholderEmailDomain is { } domain)
        {
            claims["email"] = $"{subject.ToLowerInvariant()}@{domain}";
            claims["email_verified"] = false;
        }

        return claims;
    }

    public TikTokApp? Find(string clientKey) => apps.GetValueOrDefault(clientKey);

    /// <summary>What to ask of TikTok for these scopes of a client: no more than is approved, or TikTok would refuse it all.</summary>
    public TikTokScopes ScopesFor(IReadOnlyList<string> scopes) =>
        TikTokScopes.Of(Config.Scopes.Concat(scopes.SelectMany(UpstreamScopes.Of)).Distinct(StringComparer.Ordinal).Where(scope => Live.ApprovedScopes.Contains(scope, StringComparer.Ordinal)));
}
