using Tokgate.Server.Users;

namespace Tokgate.Server.Account;

internal sealed record AccountView
{
    /// <summary>The account page's own, under the issuer's path: what its forms go to begins with it.</summary>
    public required string Path { get; init; }

    /// <summary>Of every form on the page.</summary>
    public required string Token { get; init; }

    /// <value>The name of the sentence that says what was just done, or null.</value>
    public required string? Notice { get; init; }

    public required AccountPerson Person { get; init; }

    /// <summary>The one of this browser first.</summary>
    public required IReadOnlyList<AccountSession> Sessions { get; init; }

    public required string CurrentSession { get; init; }

    public required IReadOnlyList<AccountApplication> Applications { get; init; }

    public required IReadOnlyList<AccountConnection> Connections { get; init; }

    /// <summary>By which a further TikTok account can be connected.</summary>
    public required IReadOnlyList<string> Connectable { get; init; }
}
