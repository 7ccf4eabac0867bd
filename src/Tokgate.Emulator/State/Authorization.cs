using System.Collections.Immutable;

namespace Tokgate.Emulator.State;

/// <summary>
/// What one person allowed one app. Every code and token points here, so ending the authorization ends all of them at once, however many.
/// </summary>
internal sealed class Authorization(string clientKey, string userId, string openId)
{
    private volatile bool isEnded;
    private ImmutableHashSet<string> scopes = ImmutableHashSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    public string ClientKey { get; } = clientKey;

    public string UserId { get; } = userId;

    public string OpenId { get; } = openId;

    public ImmutableHashSet<string> Scopes => Volatile.Read(ref scopes);

    public bool IsEnded => isEnded;

    public required DateTimeOffset AuthorizedAt { get; init; }

    /// <summary>The latest answer to a scope counts; scopes that were not asked this time keep theirs.</summary>
    public void Consent(IEnumerable<string> asked, IEnumerable<string> granted) =>
        ImmutableInterlocked.Update(ref scopes, static (old, it) => old.Except(it.asked).Union(it.granted), (asked, granted));

    public void End() => isEnded = true;
}
