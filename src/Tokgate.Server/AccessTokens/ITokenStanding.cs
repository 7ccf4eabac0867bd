namespace Tokgate.Server.AccessTokens;

/// <summary>Looks up whether what a token stands on still stands: a machine's credential, a user's grant.</summary>
internal interface ITokenStanding
{
    /// <summary>The claim that names it. A token has exactly one of them.</summary>
    string Claim { get; }

    /// <summary>The claims, with what was looked up; null if the token has nothing to stand on any more.</summary>
    ValueTask<AccessTokenClaims?> FindAsync(AccessTokenClaims claims, CancellationToken cancellationToken);
}
