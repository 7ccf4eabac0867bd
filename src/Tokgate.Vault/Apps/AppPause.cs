namespace Tokgate.Vault;

/// <summary>TikTok refused an app's client key or secret. Its grants are untouched and not refreshed.</summary>
/// <param name="ClientKey">The app, by its client key at TikTok.</param>
/// <param name="Version">The configuration that was refused (<see cref="TikTokApp.Version"/>).</param>
/// <param name="PausedAt">Since when.</param>
/// <param name="NextTrialAt">When one attempt finds out whether it still is.</param>
/// <param name="Trials">Refusals since then.</param>
/// <param name="LogId">TikTok's id of the refused request; null when there was none.</param>
public sealed record AppPause(string ClientKey, string Version, DateTimeOffset PausedAt, DateTimeOffset NextTrialAt, int Trials, string? LogId);
