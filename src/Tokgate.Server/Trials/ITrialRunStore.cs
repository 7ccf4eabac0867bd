namespace Tokgate.Server.Trials;

internal interface ITrialRunStore
{
    /// <summary>By the link that runs it, used or not.</summary>
    Task<Trial?> FindByRunAsync(byte[] runHash, CancellationToken cancellationToken);

    /// <summary>Begins it for one caller ever; false for all others.</summary>
    Task<bool> TryBeginAsync(byte[] runHash, byte[] stateHash, bool isOwn, TrialDeparture departure, string document, CancellationToken cancellationToken);

    /// <summary>Gives a running trial to one caller ever, whatever becomes of it.</summary>
    Task<Trial?> TakeAsync(byte[] stateHash, CancellationToken cancellationToken);

    Task EndAsync(Trial trial, CancellationToken cancellationToken);

    /// <summary>Whether the account is a user's here, or has a grant: then what it allowed at TikTok is not ours to take back.</summary>
    Task<bool> IsKnownAsync(string clientKey, string openId, CancellationToken cancellationToken);
}
