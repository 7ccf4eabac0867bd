namespace Tokgate.Server.AccessTokens;

/// <summary>Looks up whether what a token stands on still stands: a machine's credential now, a user's grant when there are users.</summary>
internal interface ITokenStanding
{
    /// <summary>The claim that names it. A token has exactly one of them.</summary>
    string Claim { get; }

    ValueTask<bool> StandsAsync(AccessTokenClaims claims, CancellationToken cancellationToken);
}
