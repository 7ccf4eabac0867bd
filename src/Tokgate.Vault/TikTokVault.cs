using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tokgate.Vault;

/// <summary>
/// Keeps TikTok grants: sealed at rest, refreshed exactly once per generation by any number of processes on one database, never lost. Thread-safe; one per process.
/// </summary>
/// <remarks>
/// A refresh that has begun belongs to nobody: no caller's cancellation and no transaction of the caller ends it. Dispose waits for what is under way.
/// </remarks>
public sealed class TikTokVault : IAsyncDisposable
{
    private readonly IGrantStore _grants;
    private readonly ITikTokAppSource _apps;
    private readonly GrantSealing _sealing;
    private readonly KeyKeeper _keys;
    private readonly TokenReader _reader;
    private readonly Refresher _refresher;
    private readonly Revoker _revoker;
    private readonly VaultWork _work;
    private readonly Schedule _schedule;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes a vault. Call <see cref="CheckKeysAsync"/> before anything else.</summary>
    /// <param name="stores">Where grants are.</param>
    /// <param name="keys">What they are sealed with.</param>
    /// <param name="apps">Whom they were given to.</param>
    /// <param name="options">Checked here.</param>
    /// <param name="receivers">Who hears of events; may be empty.</param>
    /// <param name="logs">Where the vault's logs go.</param>
    /// <param name="timeProvider">The clock for deadlines and waits; null is the system's.</param>
    /// <exception cref="OptionsValidationException">The options cannot work; it holds every problem.</exception>
    public TikTokVault(
        VaultStores stores,
        MasterKeyRing keys,
        ITikTokAppSource apps,
        VaultOptions options,
        IEnumerable<IGrantEventReceiver> receivers,
        ILoggerFactory logs,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(apps);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(receivers);
        ArgumentNullException.ThrowIfNull(logs);
        if (new VaultOptions.Validation().Validate(null, options) is { Failed: true } invalid)
        {
            throw new OptionsValidationException(nameof(VaultOptions), typeof(VaultOptions), invalid.Failures);
        }

        var log = logs.CreateLogger("Tokgate.Vault");
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        _grants = stores.Grants;
        _apps = apps;
        _sealing = new GrantSealing(keys);
        _schedule = new Schedule(options);
        _keys = new KeyKeeper(keys, stores.Keys, _sealing, _time);
        var gate = new AppGate(apps, stores.Apps, options, _time, log);
        var commitment = new Commitment(stores.Grants, stores.Refreshes, apps, options, _time, log);
        var attempts = new RefreshAttempt(stores.Grants, stores.Refreshes, gate, _sealing, commitment, _schedule, options, _time, log);
        var usage = new UsageLog(stores.Warmth, options, _time);
        var events = new EventDelivery(stores.Events, receivers, options, _time, log);
        _refresher = new Refresher(stores.Grants, stores.Refreshes, gate, attempts, options, _time, log);
        _revoker = new Revoker(stores.Refreshes, gate, _sealing, _schedule, options, _time, log);
        _reader = new TokenReader(stores.Grants, _refresher, _sealing, usage, options, _time);
        _work = new VaultWork(stores.Warmth, stores.Apps, _refresher, _revoker, usage, events, _schedule, options, _time, log);
    }

    /// <summary>Proves that the master key is the one that the database was made with; on an empty one, makes it that.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Done.</returns>
    /// <exception cref="VaultKeyException">The key is missing, wrong or retired. Nothing was changed.</exception>
    public Task CheckKeysAsync(CancellationToken cancellationToken = default) => _keys.CheckAsync(cancellationToken);

    /// <summary>Gives an access token, refreshed first if it does not live long enough or was refused.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="request">What is needed of it; null is a token that lives on for <see cref="VaultOptions.MinTtl"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; a refresh that has begun goes on.</param>
    /// <returns>A token that is written down already, or why there is none. After <see cref="VaultOptions.ReadWait"/> the old token while it lives.</returns>
    /// <exception cref="VaultKeyException">What is stored cannot be opened.</exception>
    public Task<TokenAnswer> GetAccessTokenAsync(string grantId, TokenRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(grantId);
        return VaultMeter.ReadAsync(_reader.ReadAsync(grantId, request ?? new TokenRequest(), cancellationToken));
    }

    /// <summary>Reads a grant without opening its tokens.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    public Task<Grant?> FindAsync(string grantId, CancellationToken cancellationToken = default) => _grants.FindAsync(grantId, cancellationToken);

    /// <summary>Reads the grants of an owner without opening their tokens.</summary>
    /// <param name="owner">The application's own key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Newest first; possibly none.</returns>
    public Task<IReadOnlyList<Grant>> ListAsync(string owner, CancellationToken cancellationToken = default) => _grants.ListAsync(owner, cancellationToken);

    /// <summary>
    /// Keeps tokens that a sign-in received, or that come from another system. What owner, TikTok app and open_id had before is replaced, under a new data key and with a
    /// higher generation: a refresh of the former pair that is under way is dropped.
    /// </summary>
    /// <param name="handOver">The tokens and whose they are.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <returns>The grant as it was written.</returns>
    public async Task<Grant> KeepAsync(GrantHandOver handOver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handOver);
        while (true)
        {
            var owned = await _grants.ListAsync(handOver.Owner, cancellationToken).ConfigureAwait(false);
            var former = owned.FirstOrDefault(grant => grant.TikTokApp == handOver.TikTokApp && grant.OpenId == handOver.OpenId);
            var grant = Draft(handOver, former);
            grant = grant with { Sealed = _sealing.Seal(grant, former?.Sealed?.DataKeyVersion ?? 0, handOver.AccessToken, handOver.RefreshToken) };

            // Somebody else may have written meanwhile; the later one reads again and stands over it.
            if (former is null
                ? await _grants.TryAddAsync(grant, cancellationToken).ConfigureAwait(false)
                : await _grants.TryReplaceAsync(grant, former.Generation, cancellationToken).ConfigureAwait(false))
            {
                return grant;
            }
        }
    }

    /// <summary>
    /// Seals tokens without keeping them, for a host that writes a grant in a transaction of its own, together with what the tokens came with. It writes the whole row, over
    /// the one that owner, TikTok app and open_id have, raises its generation and forgets its lease and failures, as <see cref="KeepAsync"/> does.
    /// </summary>
    /// <param name="handOver">The tokens and whose they are.</param>
    /// <param name="grantId">The id of the grant that it replaces; null is a new one.</param>
    /// <param name="formerDataKeyVersion">The data key version of the grant that it replaces; 0 for a new one.</param>
    /// <returns>A grant of generation 1. What it is sealed with is bound to its id.</returns>
    public Grant Seal(GrantHandOver handOver, string? grantId = null, long formerDataKeyVersion = 0)
    {
        ArgumentNullException.ThrowIfNull(handOver);
        ArgumentOutOfRangeException.ThrowIfNegative(formerDataKeyVersion);
        var grant = Draft(handOver, null);
        grant = grantId is null ? grant : grant with { Id = grantId };
        return grant with { Sealed = _sealing.Seal(grant, formerDataKeyVersion, handOver.AccessToken, handOver.RefreshToken) };
    }

    /// <summary>Gives out everything, to move a grant to another system. Only one of two systems can go on refreshing: delete it here afterwards.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none, or its tokens are gone.</returns>
    /// <exception cref="VaultKeyException">What is stored cannot be opened.</exception>
    public async Task<GrantHandOver?> ExportAsync(string grantId, CancellationToken cancellationToken = default) =>
        await _grants.FindAsync(grantId, cancellationToken).ConfigureAwait(false) is not { Sealed: { } tokens, State: not GrantState.Revoked } grant
            ? null
            : new GrantHandOver
            {
                TikTokApp = grant.TikTokApp,
                Connection = grant.Connection,
                Owner = grant.Owner,
                OpenId = grant.OpenId,
                Scopes = grant.Scopes,
                AccessToken = _sealing.OpenAccessToken(grant, tokens),
                AccessExpiresAt = grant.AccessExpiresAt,
                RefreshToken = _sealing.OpenRefreshToken(grant, tokens),
                RefreshExpiresAt = grant.RefreshExpiresAt,
                AuthorizedAt = grant.AuthorizedAt,
            };

    /// <summary>
    /// Ends a grant here at once and then at TikTok, with a fresh token if it must. The data key is destroyed when TikTok confirms, or after
    /// <see cref="VaultOptions.RevokeFor"/>; until then background work tries again.
    /// </summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="cancellationToken">Gives up waiting for TikTok; the grant is ended all the same.</param>
    /// <returns>How far it is.</returns>
    public async Task<RevokeOutcome> RevokeAsync(string grantId, CancellationToken cancellationToken = default)
    {
        var ended = await _grants.RevokeAsync(
            grantId, _time.GetUtcNow(), grant => GrantEvent.Of(grant, GrantEventKind.Removed, _time.GetUtcNow(), AttemptCause.Disconnected), cancellationToken).ConfigureAwait(false);
        if (ended is null)
        {
            return RevokeOutcome.NotFound;
        }

        try
        {
            return await _revoker.RevokeAsync(ended).WaitAsync(_options.ReadWait, _time, cancellationToken).ConfigureAwait(false)
                ? await _apps.FindAsync(ended.TikTokApp, CancellationToken.None).ConfigureAwait(false) is { Caller.CanRevoke: false } ? RevokeOutcome.EndedHere : RevokeOutcome.Confirmed
                : RevokeOutcome.Pending;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return RevokeOutcome.Pending;
        }
    }

    /// <summary>Destroys a grant and its data key now, without a word to TikTok: <see cref="RevokeAsync"/> first, if the person's authorization is to end too.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="cancellationToken">Gives up before it is done.</param>
    /// <returns>False when there is none.</returns>
    public Task<bool> DeleteAsync(string grantId, CancellationToken cancellationToken = default) => _grants.DeleteAsync(
        grantId, grant => GrantEvent.Of(grant, GrantEventKind.Removed, _time.GetUtcNow(), AttemptCause.Disconnected), cancellationToken);

    /// <summary>
    /// Honours TikTok's <c>authorization.removed</c>, whose signature the caller has checked: destroys the tokens of the user's grants that were authorized before it. A second
    /// delivery finds nothing to do; one that is older than <see cref="VaultOptions.RevokeFor"/> is ignored.
    /// </summary>
    /// <param name="removal">What TikTok says.</param>
    /// <param name="cancellationToken">Gives up before it is done.</param>
    /// <returns>The grants that were ended.</returns>
    public async Task<IReadOnlyList<Grant>> RemoveAsync(GrantRemoval removal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(removal);
        var now = _time.GetUtcNow();
        return removal.CreatedAt + _options.RevokeFor + _options.ClockSkew < now
            ? []
            : await _grants.RemoveAsync(
                removal,
                grant => GrantEvent.Of(grant, GrantEventKind.Removed, now, AttemptCause.RemovedAtTikTok) with { RemovalReason = removal.Reason },
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One look at what is due. Hosts call it again and again (<see cref="VaultHostedService"/> does); tests call it once.</summary>
    /// <param name="cancellationToken">Stops taking new work; what has begun goes on.</param>
    /// <returns>How many grants were looked at; <see cref="WarmthOptions.Batch"/> says that there may be more.</returns>
    public Task<int> WorkAsync(CancellationToken cancellationToken = default) => _work.RunAsync(cancellationToken);

    /// <summary>
    /// Seals every grant's data key with the current master key, while readers go on, and retires the other keys. Safe to stop and begin again, and to run on two nodes.
    /// Every node must know both keys before it is run.
    /// </summary>
    /// <param name="cancellationToken">Stops after the present batch.</param>
    /// <returns>How many grants were moved by this call.</returns>
    public Task<int> RewrapAsync(CancellationToken cancellationToken = default) => _keys.RewrapAsync(cancellationToken);

    /// <summary>Gives every grant a new data key whose present one is older than this. Safe to stop and begin again with the same instant.</summary>
    /// <param name="before">How old.</param>
    /// <param name="cancellationToken">Stops after the present batch.</param>
    /// <returns>How many grants were done by this call.</returns>
    public Task<int> ReencryptAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => _keys.ReencryptAsync(before, cancellationToken);

    /// <summary>Waits for the refreshes and endings that are under way.</summary>
    /// <returns>Done.</returns>
    public async ValueTask DisposeAsync()
    {
        await _refresher.DrainAsync().ConfigureAwait(false);
        await _revoker.DrainAsync().ConfigureAwait(false);
    }

    private Grant Draft(GrantHandOver handOver, Grant? former)
    {
        var now = _time.GetUtcNow();
        return new Grant
        {
            Id = former?.Id ?? RandomId.New(),
            TikTokApp = handOver.TikTokApp,
            Connection = handOver.Connection,
            Owner = handOver.Owner,
            OpenId = handOver.OpenId,
            Scopes = handOver.Scopes,
            Generation = (former?.Generation ?? 0) + 1,
            State = GrantState.Active,
            AccessExpiresAt = handOver.AccessExpiresAt,
            RefreshExpiresAt = handOver.RefreshExpiresAt,
            RefreshedAt = now,
            AuthorizedAt = handOver.AuthorizedAt ?? now,
            CreatedAt = former?.CreatedAt ?? now,
            LastUsedAt = now,
            DueAt = handOver.RefreshToken is null ? null : _schedule.Fresh(now, handOver.AccessExpiresAt),
        };
    }
}
