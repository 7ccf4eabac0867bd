namespace Tokgate.Vault;

/// <summary>Gives out access tokens, refreshing first what does not live long enough.</summary>
internal sealed class TokenReader(IGrantStore grants, Refresher refresher, GrantSealing sealing, UsageLog usage, VaultOptions options, TimeProvider time)
{
    public async Task<TokenAnswer> ReadAsync(string grantId, TokenRequest request, CancellationToken cancellationToken)
    {
        var grant = await grants.FindAsync(grantId, cancellationToken).ConfigureAwait(false);
        if (grant is null or { State: GrantState.Revoked })
        {
            return Without(grant);
        }

        usage.Note(grant);
        if (request.RefusedGeneration != grant.Generation && Left(grant) > Needed(grant, request))
        {
            return Give(grant, request);
        }

        var end = grant.State == GrantState.NeedsReauthorization ? new RefreshEnd(grant) : await RefreshAsync(grant, request, cancellationToken).ConfigureAwait(false);
        return IsAlive(end.Grant, request) ? Give(end.Grant!, request) : Without(end.Grant, end); // only a grant is alive
    }

    private async Task<RefreshEnd> RefreshAsync(Grant grant, TokenRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await refresher.RefreshAsync(grant).WaitAsync(options.ReadWait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new RefreshEnd(grant);
        }
#pragma warning disable CA1031 // the refresher has told of it, and the caller has a token that lives
        catch (Exception exception) when (exception is not OperationCanceledException && IsAlive(grant, request))
#pragma warning restore CA1031
        {
            return new RefreshEnd(grant);
        }
    }

    // A pair that was made a moment ago is not thrown away for a caller who wants more life than TikTok gives.
    private TimeSpan Needed(Grant grant, TokenRequest request)
    {
        var asked = request.MinTtl ?? options.MinTtl;
        var most = grant.AccessExpiresAt - grant.RefreshedAt - options.MinRefreshInterval;
        return asked < most ? asked : most > TimeSpan.Zero ? most : TimeSpan.Zero;
    }

    private TimeSpan Left(Grant grant) => grant.AccessExpiresAt - time.GetUtcNow();

    private bool IsAlive(Grant? grant, TokenRequest request) =>
        grant is { State: not GrantState.Revoked, Sealed: not null } && request.RefusedGeneration != grant.Generation && Left(grant) > TimeSpan.Zero;

    private TokenAnswer Give(Grant grant, TokenRequest request) => new(TokenStanding.Active, grant, sealing.OpenAccessToken(grant, grant.Sealed!)) // alive grants have tokens
    {
        MissingScopes = request.NeededScopes.Except(grant.Scopes),
        Cause = grant.Failures > 0 ? grant.LastAttempt?.Cause : null,
    };

    private TokenAnswer Without(Grant? grant, RefreshEnd? end = null)
    {
        var standing = grant?.State switch
        {
            null => TokenStanding.NotFound,
            GrantState.Revoked => TokenStanding.Revoked,
            GrantState.NeedsReauthorization => TokenStanding.NeedsReauthorization,
            _ => TokenStanding.Unavailable,
        };
        return new TokenAnswer(standing, grant)
        {
            Cause = end?.Cause ?? grant?.LastAttempt?.Cause,
            RetryAfter = standing == TokenStanding.Unavailable ? RetryAfter(end?.RetryAt ?? grant?.NextAttemptAt) : null,
        };
    }

    // Whole seconds, for that is what Retry-After says; never at once.
    private TimeSpan RetryAfter(DateTimeOffset? at) =>
        at is { } then ? TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((then - time.GetUtcNow()).TotalSeconds))) : TimeSpan.FromSeconds(1);
}
