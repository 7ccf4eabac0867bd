using System.Collections.Frozen;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Tokgate.Server.Clients;
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
    private readonly IProxyApps apps;
    private readonly GuessLimit guesses;
    private readonly TimeProvider time;

    // A redirect would carry the client secret or a token wherever it points.
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    public ProxyClients(IOptions<ProxyOptions> options, IProxyApps apps, GuessLimit guesses, TimeProvider time)
    {
        (this.apps, this.guesses, this.time) = (apps, guesses, time);
        byKey = options.Value.Clients.ToFrozenDictionary(static client => client.ClientKey!, StringComparer.Ordinal); // validated
        first = options.Value.Clients.FirstOrDefault();
        own = options.Value.Clients.Where(static client => client.ClientSecret is not null).ToFrozenDictionary(
            static client => client.ClientKey!, client => Connect(client, ClientSecret.From(client.ClientSecret!)), StringComparer.Ordinal); // as above
    }

    public (ProxyCaller? Caller, OAuthError? Error) Authenticate(PresentedCredentials presented, IPAddress? peer)
    {
        var address = AddressKey.Of(peer);
        if (guesses.Check(presented.ClientId, address) is { } wait)
        {
            return (null, OAuthError.TooManyRequests(wait));
        }

        if (byKey.TryGetValue(presented.ClientId, out var client) && Find(client, presented) is { } tikTok)
        {
            return (new ProxyCaller(tikTok, HasSecret: presented.Secret is not null), null);
        }

        guesses.Failed(presented.ClientId, address);
        return (null, OAuthError.InvalidClient(byHeader: presented.Method == ClientAuthMethod.Basic));
    }

    /// <summary>For what needs no secret: an address to go to, and a person's profile. Null for a key that is not configured.</summary>
    /// <param name="clientKey">Null for the first.</param>
    public (ProxyClientOptions Options, TikTokClient TikTok)? Find(string? clientKey)
    {
        var client = clientKey is null ? first : byKey.GetValueOrDefault(clientKey);
        return client is null ? null
            : own.TryGetValue(client.ClientKey!, out var known) ? (client, known)
            : apps.Find(client.ClientKey!) is { } app ? (client, app.Client)
            : (client, Connect(client, Unneeded));
    }

    public void Dispose() => http.Dispose();

    private TikTokClient? Find(ProxyClientOptions client, PresentedCredentials presented)
    {
        var app = client.ClientSecret is null ? apps.Find(presented.ClientId) : null;
        if (client.ClientSecret is null && app is null)
        {
            // Nobody here knows it: TikTok judges.
            return presented.Secret is { } secret && Try(secret) is { } passedOn ? Connect(client, passedOn) : null;
        }

        var isRight = presented switch
        {
            { Method: ClientAuthMethod.None } => client.AllowWithoutSecret,
            { Secret: { } secret } when client.CallerSecret is { } expected => AreEqual(secret, expected),
            { Secret: { } secret } => app is null ? AreEqual(secret, client.ClientSecret!) : app.WebhookSecrets.Any(known => AreEqual(secret, known.Reveal())), // one of the two is there
            _ => false,
        };
        return isRight ? app?.Client ?? own[presented.ClientId] : null;
    }

    private TikTokClient Connect(ProxyClientOptions client, ClientSecret secret) => new(
        http,
        new TikTokClientOptions { ClientKey = client.ClientKey!, ClientSecret = secret, Endpoints = client.Address is null ? TikTokEndpoints.Default : TikTokEndpoints.At(client.Address) },
        time);

    // TikTokClient wants one; an address and a profile are got without.
    private static ClientSecret Unneeded { get; } = ClientSecret.From("unneeded");

    private static ClientSecret? Try(string secret)
    {
        try
        {
            return ClientSecret.From(secret);
        }
        catch (ArgumentException)
        {
            return null; // no secret of anybody
        }
    }

    // Of hashes, so that not even the length is told.
    private static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
