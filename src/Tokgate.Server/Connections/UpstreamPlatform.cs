namespace Tokgate.Server.Connections;

/// <summary>Which of the two services a connection leads to. They know nothing of each other's people and apps.</summary>
internal enum UpstreamPlatform
{
    TikTok,
    Douyin,
}
