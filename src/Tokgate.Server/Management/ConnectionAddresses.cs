namespace Tokgate.Server.Management;

/// <param name="Callback">To be registered at TikTok as redirect URI.</param>
/// <param name="Webhook">To be registered at TikTok as webhook callback.</param>
internal sealed record ConnectionAddresses(string Callback, string Webhook);
