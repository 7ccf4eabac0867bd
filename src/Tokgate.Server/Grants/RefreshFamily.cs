using System.Security.Cryptography;

namespace Tokgate.Server.Grants;

/// <summary>All refresh tokens of one grant: the live one, and the one before it for as long as the grace lasts.</summary>
internal sealed record RefreshFamily(Grant Grant, byte[] Hash, byte[]? PreviousHash, DateTimeOffset? RotatedAt, byte[]? SealedSuccessor, DateTimeOffset ExpiresAt)
{
    public bool IsLive(RefreshHandle presented) => CryptographicOperations.FixedTimeEquals(Hash, presented.Hash);

    /// <summary>
    /// The token that whoever presents its predecessor gets within the grace: two requests at once, or an answer that was lost on its way, are no theft. Only
    /// the last predecessor has it. A token that was rotated twice within the grace ends the family: a client that refreshes twice in seconds and then
    /// comes with the first token again cannot be told from a thief.
    /// </summary>
    public RefreshHandle? SuccessorOf(RefreshHandle presented, DateTimeOffset now, TimeSpan grace) =>
        PreviousHash is not null && SealedSuccessor is not null && now < RotatedAt + grace && CryptographicOperations.FixedTimeEquals(PreviousHash, presented.Hash)
            ? presented.OpenSuccessor(SealedSuccessor)
            : null;
}
