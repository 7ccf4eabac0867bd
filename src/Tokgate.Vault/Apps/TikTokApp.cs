using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>A TikTok app as the vault uses it.</summary>
/// <param name="Client">What calls TikTok with the app's key and secret.</param>
/// <param name="Version">Any text that changes when key or secret change, and that tells nothing about them: a paused app is tried at once when it differs.</param>
public sealed record TikTokApp(TikTokClient Client, string Version);
