using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.State;

/// <summary>Everything the emulator knows.</summary>
/// <remarks>
/// Owns apps, people, authorizations, codes, tokens, the wire profile, the consent mode and the clock. All of it is in memory, bounded, and
/// safe for concurrent use without a lock; single use (codes, rotated refresh tokens) is an atomic removal. It does not own faults, the request
/// log, webhooks and pages: those are rooms of their own.
/// </remarks>
internal sealed class World
{
    public const int MostApps = 200;
    public const int MostUsers = 5_000;
    public const int MostCodes = 20_000;
    public const int MostTokens = 200_000;

    private const long RememberedMilliseconds = 30L * 86_400_000;

    private readonly ConcurrentDictionary<(string ClientKey, string UserId), Authorization> authorizations = new();
    private readonly IReadOnlyList<string> playgroundCallbacks;
    private WireProfile profile = WireProfile.Current;
    private ConsentMode consent = ConsentMode.Ask;

    public World(TimeProvider time, IReadOnlyList<string> playgroundCallbacks, string? playgroundWebhook = null)
    {
        this.playgroundCallbacks = playgroundCallbacks;
        PlaygroundWebhook = playgroundWebhook;
        Clock = new EmulatorClock(time);
        OutOfTheBox.Fill(this, playgroundCallbacks, PlaygroundWebhook);
    }

    public EmulatorClock Clock { get; }

    /// <summary>The emulator's own address, for links in its answers. Known once the port is bound, which is before anyone can ask.</summary>
    public Uri BaseAddress { get; set; } = new("http://localhost/");

    /// <summary>Where avatars and covers are: the name under which people meet the emulator.</summary>
    public Uri MediaAddress { get; set; } = new("http://localhost/");

    public Registry<TikTokApp> Apps { get; } = new(MostApps);

    /// <summary>By username.</summary>
    public Registry<TikTokUser> Users { get; } = new(MostUsers);

    public BoundedMap<CodeGrant> Codes { get; } = new(MostCodes);

    public BoundedMap<AccessGrant> AccessTokens { get; } = new(MostTokens);

    public BoundedMap<RefreshGrant> RefreshTokens { get; } = new(MostTokens);

    public IEnumerable<Authorization> Authorizations => authorizations.Values;

    public IReadOnlyList<string> PlaygroundCallbacks => playgroundCallbacks;

    public string? PlaygroundWebhook { get; }

    public WireProfile Profile
    {
        get => Volatile.Read(ref profile);
        set => Volatile.Write(ref profile, value);
    }

    public ConsentMode Consent
    {
        get => Volatile.Read(ref consent);
        set => Volatile.Write(ref consent, value);
    }

    public Authorization? FindAuthorization(string clientKey, string userId) =>
        authorizations.TryGetValue((clientKey, userId), out var found) && !found.IsEnded ? found : null;

    /// <summary>Notes a person's answer and returns the authorization that tokens are to hang on.</summary>
    public Authorization Authorize(TikTokApp app, TikTokUser user, IReadOnlyCollection<string> asked, IReadOnlyCollection<string> granted)
    {
        var authorization = authorizations.AddOrUpdate(
            (app.ClientKey, user.Id),
            static (_, it) => it.world.New(it.app, it.user),
            static (_, old, it) => old.IsEnded ? it.world.New(it.app, it.user) : old,
            (world: this, app, user));
        authorization.Consent(asked, granted);
        return authorization;
    }

    public void Restore(Authorization authorization) => authorizations[(authorization.ClientKey, authorization.UserId)] = authorization;

    /// <summary>False when there was nothing to end, or someone else ended it first.</summary>
    public bool End(Authorization authorization)
    {
        authorization.End();
        return authorizations.TryRemove(new KeyValuePair<(string, string), Authorization>((authorization.ClientKey, authorization.UserId), authorization));
    }

    public TikTokUser? FindUserById(string id)
    {
        foreach (var user in Users.All)
        {
            if (string.Equals(user.Id, id, StringComparison.Ordinal))
            {
                return user;
            }
        }

        return null;
    }

    public static string? UnionId(TikTokUser user, TikTokApp app) =>
        !user.HasUnionId ? null : user.UnionId ?? new Guid(Digest("union", user.Id, app.Developer).AsSpan(0, 16)).ToString("D");

    /// <summary>The same person has another open_id in every app; 36 characters, beginning as the real ones do.</summary>
    private static string OpenId(string userId, TikTokApp app) =>
        (app.IsDouyin ? "_000" : "-000") + System.Buffers.Text.Base64Url.EncodeToString(Digest("open", userId, app.ClientKey).AsSpan(0, 24));

    /// <summary>Forgets what has expired. The maps are bounded anyway; this keeps an idle emulator small and its state file short.</summary>
    public void Purge()
    {
        var now = Clock.Now;
        var milliseconds = now.ToUnixTimeMilliseconds();
        Codes.RemoveWhere(code => code.ExpiresAtMilliseconds <= milliseconds || code.Authorization.IsEnded);
        AccessTokens.RemoveWhere(token => !token.IsAlive(now) && !IsToldOver(token, now));
        RefreshTokens.RemoveWhere(token => !token.IsAlive(now));
    }

    public void Clear()
    {
        foreach (var authorization in authorizations.Values)
        {
            authorization.End();
        }

        authorizations.Clear();
        Codes.Clear();
        AccessTokens.Clear();
        RefreshTokens.Clear();
        Apps.Clear();
        Users.Clear();
        Profile = WireProfile.Current;
        Consent = ConsentMode.Ask;
    }

    public void Reset()
    {
        Clear();
        Clock.Reset();
        OutOfTheBox.Fill(this, playgroundCallbacks, PlaygroundWebhook);
    }

    // Douyin tells a token that is over from one that never was.
    private bool IsToldOver(AccessGrant token, DateTimeOffset now) =>
        token.Authorization is { IsEnded: false } && Apps.Find(token.ClientKey) is { IsDouyin: true } && now.ToUnixTimeMilliseconds() < token.ExpiresAtMilliseconds + RememberedMilliseconds;

    private static byte[] Digest(string purpose, string first, string second) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"tokgate-emulator {purpose}\n{first}\n{second}"));

    private Authorization New(TikTokApp app, TikTokUser user) =>
        new(app.ClientKey, user.Id, OpenId(user.Id, app)) { AuthorizedAt = Clock.Now };
}
