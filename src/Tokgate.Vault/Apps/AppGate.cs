using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

/// <summary>Lets attempts through to TikTok, unless it refuses the app itself; then one of them finds out from time to time.</summary>
internal sealed partial class AppGate(ITikTokAppSource source, ITikTokAppStore store, VaultOptions options, TimeProvider time, ILogger log)
{
    /// <summary>The app, or why and until when not.</summary>
    public async Task<AppEntry> EnterAsync(string clientKey)
    {
        var now = time.GetUtcNow();
        if (await source.FindAsync(clientKey, CancellationToken.None).ConfigureAwait(false) is not { } app)
        {
            return new AppEntry(null, AttemptCause.AppUnknown, now + options.PauseBackoff, 0);
        }

        if (await store.FindPauseAsync(clientKey, CancellationToken.None).ConfigureAwait(false) is not { } pause)
        {
            return new AppEntry(app, null, null, 0);
        }

        var isDue = now >= pause.NextTrialAt || !string.Equals(pause.Version, app.Version, StringComparison.Ordinal);
        var next = now + Waits.After(pause.Trials + 1, options.PauseBackoff, options.MaxBackoff);
        return isDue && await store.TryTakeTrialAsync(clientKey, pause.NextTrialAt, next, CancellationToken.None).ConfigureAwait(false)
            ? new AppEntry(app, null, null, pause.Trials)
            : new AppEntry(null, AttemptCause.AppRefused, isDue ? next : pause.NextTrialAt, pause.Trials);
    }

    /// <summary>TikTok refused the app.</summary>
    /// <returns>When the next trial is.</returns>
    public async Task<DateTimeOffset> PauseAsync(string clientKey, AppEntry entry, string? logId)
    {
        var now = time.GetUtcNow();
        var next = now + Waits.After(entry.Trials + 1, options.PauseBackoff, options.MaxBackoff);
        var pause = new AppPause(clientKey, entry.App!.Version, now, next, 0, logId); // only who was let through can be refused
        var paused = AppEvent(clientKey, GrantEventKind.AppPaused, now) with { Cause = AttemptCause.AppRefused, LogId = logId };
        if (await store.PauseAsync(pause, entry.IsTrial, paused, CancellationToken.None).ConfigureAwait(false))
        {
            LogPaused(log, ErrorIds.AppPaused, clientKey, logId);
        }

        return next;
    }

    /// <summary>TikTok accepted the app, whatever it said of the grant.</summary>
    public async Task ResumeAsync(string clientKey, AppEntry entry)
    {
        if (entry.IsTrial && await store.ResumeAsync(clientKey, AppEvent(clientKey, GrantEventKind.AppResumed, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false))
        {
            LogResumed(log, clientKey);
        }
    }

    private static GrantEvent AppEvent(string clientKey, GrantEventKind kind, DateTimeOffset now) => new() { Id = RandomId.New(), Kind = kind, At = now, TikTokApp = clientKey };
}
