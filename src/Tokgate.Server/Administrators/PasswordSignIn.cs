using Microsoft.AspNetCore.Identity;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Administrators;

/// <summary>Name, password and a code, all at once: whoever fails is not told at which of them, nor whether there is anybody of that name, nor by how long it took.</summary>
internal sealed class PasswordSignIn(IAdministratorSignInStore store, AuthenticatorSecrets secrets, IPasswordHasher<Administrator> hasher, AuditTrail trail, TimeProvider time)
{
    public const int MinLength = 12;
    public const int MaxLength = 200;

    private const int MaxCode = 40;

    private static readonly Administrator Nobody = new() { Id = "", UserName = "", Role = AdministratorRole.Viewer, CreatedAt = DateTimeOffset.UnixEpoch };

    // Of a password that nobody has, so that a name that nobody has costs the same work.
    private readonly string decoy = hasher.HashPassword(Nobody, Convert.ToHexString(Totp.NewSecret()));

    public string Hash(Administrator administrator, string password) => hasher.HashPassword(administrator, password);

    /// <summary>Whether they are in.</summary>
    public async Task<Administrator?> TryAsync(string? name, string? password, string? code, Func<string, NewAdministratorSession> newSession)
    {
        var found = AdministratorName.IsValid(name) ? await store.TryGuessAsync(AdministratorName.Key(name!)) : null; // not null if it is valid
        var isRight = password is { Length: > 0 and <= MaxLength }
            && hasher.VerifyHashedPassword(found?.Administrator ?? Nobody, found?.PasswordHash ?? decoy, password) != PasswordVerificationResult.Failed;
        if (isRight && found is { PasswordHash: not null, SealedTotp: { } box } && code is { Length: <= MaxCode } && await TryCodeAsync(found.Administrator, box, code.Trim(), newSession))
        {
            return found.Administrator;
        }

        trail.Count(trail.New(AuditNames.AdministratorRefused) with { FlowId = null, Subject = found?.Administrator.Id });
        return null;
    }

    private async Task<bool> TryCodeAsync(Administrator administrator, byte[] box, string code, Func<string, NewAdministratorSession> newSession)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length == Totp.Digits)
        {
            return secrets.Open(administrator.Id, box) is { } secret && Totp.StepOf(secret, digits, time.GetUtcNow()) is { } step
                && await store.TryEnterWithCodeAsync(administrator, step, newSession(SignInMethods.Password));
        }

        return RecoveryCodes.HashOf(code) is { } hash && await store.TryEnterWithRecoveryCodeAsync(administrator, hash, newSession(SignInMethods.RecoveryCode));
    }
}
