namespace Tokgate.Server.Dashboard.Applications;

/// <summary>A paragraph, or a file of a quick start.</summary>
/// <param name="Text">Null for a file; code in it stands in backticks.</param>
/// <param name="File">Its name, or what else it is.</param>
/// <param name="Code">What is in it.</param>
internal sealed record QuickStartPart(string? Text, string File, string Code);
