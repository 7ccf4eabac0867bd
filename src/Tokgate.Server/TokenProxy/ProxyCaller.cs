using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>Somebody who may act as an app.</summary>
/// <param name="TikTok">With the app's key and secret.</param>
/// <param name="HasSecret">False for a program on somebody's device.</param>
internal sealed record ProxyCaller(TikTokClient TikTok, bool HasSecret);
