namespace Tokgate.Server.Dashboard.Connections;

/// <summary>Key and secret of a TikTok app, to be typed in.</summary>
/// <param name="Id">Before the ids and handles of its fields.</param>
internal sealed record AppFields(string Id)
{
    public string? ClientKey { get; init; }

    public string? Address { get; init; }

    public bool WithAddress { get; init; }

    public bool NeedsAddress { get; init; }
}
