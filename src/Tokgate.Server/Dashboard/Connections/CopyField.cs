namespace Tokgate.Server.Dashboard.Connections;

/// <summary>A value to be copied, as it stands.</summary>
/// <param name="Id">The input's id and handle.</param>
/// <param name="Label">What it is.</param>
/// <param name="Value">Nothing secret.</param>
internal sealed record CopyField(string Id, string Label, string Value)
{
    public string? Hint { get; init; }
}
