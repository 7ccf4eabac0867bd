using Tokgate.Server.Dashboard.Logs;

namespace Tokgate.Server.Dashboard.Overview;

/// <summary>Something that an operator should look at.</summary>
/// <param name="Name">For tests.</param>
/// <param name="Tone">How much it matters.</param>
/// <param name="Text">What is, and what to do.</param>
/// <param name="Path">Where it is done; null if nowhere here.</param>
/// <param name="Link">What the link says.</param>
internal sealed record Attention(string Name, EventTone Tone, string Text, string? Path = null, string Link = "Look");
