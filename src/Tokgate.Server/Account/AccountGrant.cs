using Tokgate.Vault;

namespace Tokgate.Server.Account;

/// <summary>A grant that the vault keeps, as its person sees it.</summary>
internal sealed record AccountGrant(string Id, GrantState State, DateTimeOffset RefreshedAt)
{
    public bool CanBeEnded => State != GrantState.Revoked;

    /// <summary>The name of the sentence in Pages/Languages that says how it stands.</summary>
    public string Sentence => $"accountGrant{State}";
}
