using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>One configured upstream. Immutable: a change makes another one.</summary>
internal sealed class Connection
{
    public const string CallbackPath = "/login/callback";

    private readonly Dictionary<string, TikTokApp> apps = new(StringComparer.Ordinal);

    /// <param name="config">With the secrets of its apps, as far as they are known.</param>
    /// <param name="issuer">Whose callback it has.</param>
    /// <param name="connect">Makes the client of an app.</param>
    public Connection(ConnectionConfig config, Issuer issuer, Func<UpstreamPlatform, TikTokAppConfig, IUpstreamClient> connect)
    {
        Config = config;
        ClientKeys = [.. config.Apps.Select(static app => app.ClientKey)];
        foreach (var app in config.Apps)
        {
            if (app.ClientSecret is { } secret)
            {
                apps.Add(app.ClientKey, new TikTokApp(app, secret, connect(config.Platform, app)));
            }
        }

        Callback = CallbackOf(issuer, config.Name);
        WantsPkce = config.Platform == UpstreamPlatform.TikTok && TikTokPkce.ModeFor(Callback) == TikTokPkceMode.HexS256;
        Fields = config is { Fields: { } fields, JoinsByUnionId: true } ? [.. fields.Union([UnionId], StringComparer.Ordinal)] : config.Fields;
    }

    private const string UnionId = "union_id";

    public ConnectionConfig Config { get; }

    public string Name => Config.Name;

    public bool IsDouyin => Config.Platform == UpstreamPlatform.Douyin;

    /// <summary>What new sign-ins use; null as long as its secret is not known.</summary>
    public TikTokApp? Live => Find(Config.LiveApp);

    /// <summary>Of all its apps, usable or not.</summary>
    public IReadOnlyCollection<string> ClientKeys { get; }

    /// <summary>Whether a sign-in can begin here.</summary>
    public bool IsOffered => Config.IsActiveForAuthentication && Live is not null;

    /// <summary>The one address that TikTok sends browsers back to, to be registered there.</summary>
    public string Callback { get; }

    public bool WantsPkce { get; }

    /// <summary>What to ask of a profile; null is everything.</summary>
    public IReadOnlyCollection<string>? Fields { get; }

    public static string CallbackOf(Issuer issuer, string name) => issuer.At(name == ConnectionConfig.DefaultName ? CallbackPath : $"{CallbackPath}/{name}");

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

    /// <summary>An app of this connection, live or not; null if there is none, or its secret is not known.</summary>
    public TikTokApp? Find(string clientKey) => apps.GetValueOrDefault(clientKey);

    /// <summary>TikTok's page for a request, with all that it is sent there.</summary>
    /// <param name="app">One of this connection's.</param>
    /// <param name="request">Null for a sign-in that no application asked for.</param>
    /// <param name="asked">Scopes, no more than the app is approved for.</param>
    /// <param name="state">New for every sign-in.</param>
    /// <param name="challenge">Null where <see cref="WantsPkce"/> says no.</param>
    /// <param name="wantsFreshSignIn">Whether TikTok shall ask even whom it knows.</param>
    public string AuthorizationAddress(TikTokApp app, AuthorizationRequest? request, TikTokScopes asked, string state, string? challenge, bool wantsFreshSignIn)
    {
        var further = UpstreamParams.Resolve(Config, request).ToList();
        return app.Client.BuildAuthorizationUri(new TikTokAuthorizationRequest
        {
            RedirectUri = Callback,
            Scopes = asked,
            State = state,
            DisableAutoAuth = wantsFreshSignIn ? true : null,
            CodeChallenge = challenge,
            Language = further.FirstOrDefault(static pair => IsLanguage(pair.Key)).Value,
            AdditionalParameters = [.. further.Where(static pair => !IsLanguage(pair.Key))],
        });
    }

    private static bool IsLanguage(string name) => string.Equals(name, UpstreamParams.Language, StringComparison.OrdinalIgnoreCase);

    /// <summary>What to ask of TikTok for these scopes of a client: no more than is approved, or TikTok would refuse it all.</summary>
    public TikTokScopes ScopesFor(IReadOnlyList<string> scopes) => ScopesFor(scopes, Config.Live);

    /// <summary>The same with an app that need not be live.</summary>
    public TikTokScopes ScopesFor(IReadOnlyList<string> scopes, TikTokAppConfig? app) => TikTokScopes.Of(
        Config.Scopes.Concat(scopes.SelectMany(UpstreamScopes.Of)).Distinct(StringComparer.Ordinal).Where(scope => app?.ApprovedScopes.Contains(scope, StringComparer.Ordinal) == true));
}
