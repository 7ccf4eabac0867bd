namespace Tokgate.Server.Grants;

internal interface IGrantStore
{
    Task<Grant?> FindAsync(string id, CancellationToken cancellationToken);

    Task<Grant?> FindByCodeAsync(byte[] codeHash, CancellationToken cancellationToken);

    /// <summary>True for the first, on whatever node. For all others the grant is revoked in the same transaction: its code was used before.</summary>
    Task<bool> TryRedeemAsync(Redemption redemption, CancellationToken cancellationToken);

    /// <summary>Ends the grant and everything it bought. It takes no token: who found a reason to revoke must not be stopped by a caller that hangs up.</summary>
    Task RevokeAsync(string id);
}
