namespace Tokgate.Vault;

/// <summary>What all nodes must know of a TikTok app: whether it is paused, and how much background work it has had.</summary>
public interface ITikTokAppStore
{
    /// <summary>Reads the pause of an app.</summary>
    /// <param name="clientKey">Its client key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when it is not paused.</returns>
    Task<AppPause?> FindPauseAsync(string clientKey, CancellationToken cancellationToken = default);

    /// <summary>Pauses an app, or counts one more refusal of one that is.</summary>
    /// <param name="pause">Version, instants and log id; <see cref="AppPause.Trials"/> is the store's to count.</param>
    /// <param name="isTrial">Whether it was the trial that was refused. Others, which were under way when the app was paused, change nothing.</param>
    /// <param name="paused">Written with it if the app was not paused before.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>True if it was not paused before.</returns>
    Task<bool> PauseAsync(AppPause pause, bool isTrial, GrantEvent paused, CancellationToken cancellationToken = default);

    /// <summary>Takes the one trial that is due, for all nodes.</summary>
    /// <param name="clientKey">The app.</param>
    /// <param name="seen">When the trial was due by what the caller read.</param>
    /// <param name="next">When the next is due, should this one not come back.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if another took it.</returns>
    Task<bool> TryTakeTrialAsync(string clientKey, DateTimeOffset seen, DateTimeOffset next, CancellationToken cancellationToken = default);

    /// <summary>Ends a pause.</summary>
    /// <param name="clientKey">The app.</param>
    /// <param name="resumed">Written with it if the app was paused.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>False if it was not paused.</returns>
    Task<bool> ResumeAsync(string clientKey, GrantEvent resumed, CancellationToken cancellationToken = default);

    /// <summary>Takes background refreshes out of an app's budget, which all nodes share.</summary>
    /// <param name="clientKey">The app.</param>
    /// <param name="window">The number of the present window; each has the whole budget.</param>
    /// <param name="wanted">How many refreshes.</param>
    /// <param name="limit">The budget of one window.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <returns>How many are allowed: 0 to <paramref name="wanted"/>.</returns>
    Task<int> TakeBudgetAsync(string clientKey, long window, int wanted, int limit, CancellationToken cancellationToken = default);
}
