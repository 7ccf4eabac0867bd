namespace Tokgate.Server;

/// <summary>What the management API answered to a call without a network.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON, or empty.</param>
public sealed record TokgateServerLocalAnswer(int Status, string Body);
