using System.Collections.Frozen;
using System.Net;
using Microsoft.Extensions.Options;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;
using ClientSecret = Tokgate.TikTok.ClientSecret;

namespace Tokgate.Server.TokenProxy;

/// <summary>Whether a caller may act as an app, and with whose secret. All refusals are alike (T-42).</summary>
internal sealed class ProxyClients : IDisposable
{
    private readonly FrozenDictionary<string, ProxyClientOptions> byKey;
    private readonly ProxyClientOptions? first;
    private readonly FrozenDictionary<string, TikTokClient> own;

    // What callers must say, where the settings have it.
    private readonly FrozenDictionary<string, ExpectedSecret> expected;
    private readonly IProxyApps apps;
    private readonly GuessLimit guesses;
    private readonly TimeProvider time;

    private readonly HttpClient http = TikTokHttp.NewClient();

    public ProxyClients(IOptions<ProxyOptions> options, IProxyApps apps, GuessLimit guesses, TimeProvider time)
    {
        (this.apps, this.guesses, this.time) = (apps, guesses, time);
        byKey = options.Value.Clients.ToFrozenDictionary(static client => client.ClientKey!, StringComparer.Ordinal); // validated
        first = options.Value.Clients.FirstOrDefault();
        own = options.Value.Clients.Where(static client => client.ClientSecret is not null).ToFrozenDictionary(
            static client => client.ClientKey!, client => Connect(client, ClientSecret.From(client.ClientSecret!)), StringComparer.Ordinal); // as above
        expected = options.Value.Clients.Where(static client => (client.CallerSecret ?? client.ClientSecret) is not null).ToFrozenDictionary(
            static client => client.ClientKey!, static client => new ExpectedSecret((client.CallerSecret ?? client.ClientSecret)!), StringComparer.Ordinal); // as above
    }

    public (ProxyCaller? Caller, OAuthError? Error) Authenticate(PresentedCredentials presented, IPAddress? peer)
    {
        if (guesses.Check(presented.ClientId, peer) is { } wait)
        {
            return (null, OAuthError.TooManyRequests(wait));
        }

        if (byKey.TryGetValue(presented.ClientId, out var client) && Find(client, presented) is { } tikTok)
        {
            return (new ProxyCaller(tikTok, HasSecret: presented.Secret is not null), null);
        }

        guesses.Failed(presented.ClientId, peer);
        return (null, OAuthError.InvalidClient(byHeader: presented.Method == ClientAuthMethod.Basic));
    }

    /// <summary>For what needs no secret: an address to go to, and a person's profile. Null for a key that is not configured.</summary>
    /// <param name="clientKey">Null for the first.</param>
    public (ProxyClientOptions Options, TikTokClient TikTok)? Find(string? clientKey)
    {
        var client = clientKey is null ? first : byKey.GetValueOrDefault(clientKey);
        return client is null ? null
            : own.TryGetValue(client.ClientKey!, out var known) ? (client, known)
            : apps.Find(client.ClientKey!)?.TikTok is { } app ? (client, app)
            : (client, Connect(client, Unneeded));
    }

    public void Dispose() => http.Dispose();

    private TikTokClient? Find(ProxyClientOptions client, PresentedCredentials presented)
    {
        var app = client.ClientSecret is null ? apps.Find(presented.ClientId) : null;
        if (app is { TikTok: null })
        {
            return null; // an app of Douyin's, which speaks another dialect: refused as a stranger is, since all refusals are alike
        }

        if (client.ClientSecret is null && app is null)
        {
            // Nobody here knows it: TikTok judges. Unless callers were to be judged here: what they say is not the app's secret then, and nothing that TikTok should see.
            return client.CallerSecret is not null ? null : SecretText.Try(ClientSecret.From, presented.Secret) is { } passedOn ? Connect(client, passedOn) : null;
        }

        var isRight = presented switch
        {
            { Method: ClientAuthMethod.None } => client.AllowWithoutSecret,
            { Secret: { } secret } when expected.TryGetValue(presented.ClientId, out var known) => known.Is(secret),
            { Secret: { } secret } => app!.WebhookSecrets.Any(known => new ExpectedSecret(known.Reveal()).Is(secret)), // without a secret in the settings there is an app
            _ => false,
        };
        return isRight ? app?.TikTok ?? own[presented.ClientId] : null;
    }

    private TikTokClient Connect(ProxyClientOptions client, ClientSecret secret) => new(
        http,
        new TikTokClientOptions { ClientKey = client.ClientKey!, ClientSecret = secret, Endpoints = client.Address is null ? TikTokEndpoints.Default : TikTokEndpoints.At(client.Address) },
        time);

    // TikTokClient wants one; an address and a profile are got without.
    private static ClientSecret Unneeded { get; } = ClientSecret.From("unneeded");
}
