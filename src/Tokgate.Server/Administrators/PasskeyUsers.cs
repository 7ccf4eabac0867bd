using Microsoft.AspNetCore.Identity;

namespace Tokgate.Server.Administrators;

/// <summary>Administrators and their passkeys as ASP.NET Core Identity's passkey handler looks them up. It only reads: what is written goes with the rest of its transaction, through our stores.</summary>
internal sealed class PasskeyUsers(IAdministratorCredentialStore credentials, IAdministratorPasskeyStore passkeys) : IUserPasskeyStore<Administrator>
{
    public async Task<Administrator?> FindByIdAsync(string userId, CancellationToken cancellationToken) => (await credentials.FindAsync(userId, cancellationToken))?.Administrator;

    public async Task<Administrator?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(credentialId, cancellationToken) is { } passkey ? await FindByIdAsync(passkey.AdministratorId, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Administrator user, byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(credentialId, cancellationToken) is { } passkey && passkey.AdministratorId == user.Id ? PasskeyDocument.Read(passkey) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Administrator user, CancellationToken cancellationToken) =>
        [.. ((await credentials.FindAsync(user.Id, cancellationToken))?.Passkeys ?? []).Select(PasskeyDocument.Read)];

    public Task<string> GetUserIdAsync(Administrator user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Administrator user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(Administrator user, CancellationToken cancellationToken) => Task.FromResult<string?>(AdministratorName.Key(user.UserName));

    public Task<Administrator?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Unused();

    public Task AddOrUpdatePasskeyAsync(Administrator user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unused();

    public Task RemovePasskeyAsync(Administrator user, byte[] credentialId, CancellationToken cancellationToken) => throw Unused();

    public Task SetUserNameAsync(Administrator user, string? userName, CancellationToken cancellationToken) => throw Unused();

    public Task SetNormalizedUserNameAsync(Administrator user, string? normalizedName, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> CreateAsync(Administrator user, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> UpdateAsync(Administrator user, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> DeleteAsync(Administrator user, CancellationToken cancellationToken) => throw Unused();

    public void Dispose()
    {
    }

    private static NotSupportedException Unused() => new("The passkey handler only reads.");
}
