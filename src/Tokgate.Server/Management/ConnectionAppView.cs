using Tokgate.Server.Connections;

namespace Tokgate.Server.Management;

/// <summary>One TikTok app of a connection.</summary>
internal sealed record ConnectionAppView(TikTokAppConfig App, bool IsLive);
