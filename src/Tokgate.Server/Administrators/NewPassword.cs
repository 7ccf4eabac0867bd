namespace Tokgate.Server.Administrators;

/// <param name="Hash">Of the password.</param>
/// <param name="SealedTotp">The authenticator's secret.</param>
/// <param name="Step">Of the code by which it was confirmed: it counts no second time.</param>
/// <param name="RecoveryCodes">Their hashes.</param>
internal sealed record NewPassword(string Hash, byte[] SealedTotp, long Step, IReadOnlyList<byte[]> RecoveryCodes)
{
    public override string ToString() => "***";
}
