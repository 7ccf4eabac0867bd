namespace Tokgate.Server.Pages;

/// <summary>A failure as a person is told it: what happened, and what to do.</summary>
internal sealed record ProblemText(string Title, string Advice);
