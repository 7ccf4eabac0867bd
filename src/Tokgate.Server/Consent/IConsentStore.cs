namespace Tokgate.Server.Consent;

internal interface IConsentStore
{
    /// <summary>Whether this person has allowed this client exactly these scopes or more.</summary>
    Task<bool> CoversAsync(string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken);

    Task RememberAsync(string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken);
}
