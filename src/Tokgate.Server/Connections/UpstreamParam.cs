namespace Tokgate.Server.Connections;

/// <summary>One parameter for TikTok's authorize page: always the same value, or what the application sent us under a name. One of the two is set.</summary>
internal sealed record UpstreamParam(string? Value, string? Alias);
