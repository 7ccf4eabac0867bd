using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>An app as the vault uses it: one of TikTok's, or one of Douyin's, whose grants last by other rules.</summary>
public sealed class TikTokApp
{
    /// <summary>An app of TikTok's: its refresh tokens rotate, and its grants end by a call.</summary>
    /// <param name="client">What calls TikTok with the app's key and secret.</param>
    /// <param name="version">Any text that changes when key or secret change, and that tells nothing about them: a paused app is tried at once when it differs.</param>
    public TikTokApp(TikTokClient client, string version)
    {
        ArgumentNullException.ThrowIfNull(client);
        (Caller, Version) = (new TikTokCaller(client), version);
    }

    /// <summary>
    /// An app of Douyin's: a refresh leaves the refresh token as it is, so the vault renews it, at most five times, from <see cref="WarmthOptions.ExpiringWithin"/> before
    /// its end; and there is no call that ends a grant.
    /// </summary>
    /// <param name="client">What calls Douyin with the app's key and secret.</param>
    /// <param name="version">As for TikTok.</param>
    public TikTokApp(DouyinClient client, string version)
    {
        ArgumentNullException.ThrowIfNull(client);
        (Caller, Version) = (new DouyinCaller(client), version);
    }

    /// <summary>Changes when key or secret change.</summary>
    public string Version { get; }

    internal IAppCaller Caller { get; }
}
