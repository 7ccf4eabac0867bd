namespace Tokgate.Server;

/// <summary>One thing that was looked at, and how it stands.</summary>
/// <param name="Check">What was looked at, in a few words.</param>
/// <param name="Level">How it stands.</param>
/// <param name="Message">What was seen, and how to mend it if it is wrong. Nothing in it is secret.</param>
public sealed record TokgateServerFinding(string Check, TokgateServerFindingLevel Level, string Message);
