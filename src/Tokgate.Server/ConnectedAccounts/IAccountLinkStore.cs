namespace Tokgate.Server.ConnectedAccounts;

/// <summary>Each step is taken by one caller ever, whichever node it comes to.</summary>
internal interface IAccountLinkStore
{
    Task AddAsync(AccountLink link, byte[] authHash, byte[] ticketHash, CancellationToken cancellationToken);

    /// <summary>The link of a ticket that was not used yet.</summary>
    Task<AccountLink?> FindByTicketAsync(byte[] ticketHash, CancellationToken cancellationToken);

    /// <summary>False if another browser was there before.</summary>
    Task<bool> TryBindAsync(byte[] ticketHash, byte[] browserHash, CancellationToken cancellationToken);

    /// <summary>Spends the ticket. False if it was spent, or is another browser's.</summary>
    Task<bool> TryDepartAsync(byte[] ticketHash, byte[] browserHash, byte[] stateHash, LinkDeparture departure, CancellationToken cancellationToken);

    /// <summary>For the account page, which needs no ticket.</summary>
    Task AddDepartedAsync(AccountLink link, byte[] stateHash, CancellationToken cancellationToken);

    /// <summary>Gives it to one caller ever.</summary>
    Task<AccountLink?> TakeByStateAsync(byte[] stateHash, CancellationToken cancellationToken);

    /// <summary>Puts aside what TikTok gave, until whoever began it asks for it. False if it is gone.</summary>
    Task<bool> HoldAsync(string id, byte[] codeHash, byte[] sealedResult, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the link away, whatever comes of it, and keeps the account if <paramref name="accept"/> gives something to keep. All in one transaction.
    /// </summary>
    Task<ConnectedAccount?> CompleteAsync(byte[] authHash, byte[] codeHash, Func<AccountLink, LinkResult?> accept, CancellationToken cancellationToken);

    /// <summary>Keeps an account that a live session vouches for.</summary>
    Task<ConnectedAccount> KeepAsync(AccountHolder holder, LinkResult result, CancellationToken cancellationToken);

    /// <summary>The accounts that somebody has here, connected or signed in with; ended ones excepted.</summary>
    Task<IReadOnlyList<ConnectedAccount>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Who an application's own user is here; null if nothing was ever connected for them.</summary>
    Task<string?> FindUserAsync(string clientId, string externalId, CancellationToken cancellationToken);
}
