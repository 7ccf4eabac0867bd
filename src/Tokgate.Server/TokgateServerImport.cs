namespace Tokgate.Server;

/// <summary>What came of a foreign set-up.</summary>
/// <param name="Document">A configuration document, in JSON; null if there can be none.</param>
/// <param name="Reasons">Why there can be none, each with how to mend it.</param>
/// <param name="Notes">What was taken in another way than it stood there.</param>
public sealed record TokgateServerImport(string? Document, IReadOnlyList<string> Reasons, IReadOnlyList<string> Notes);
