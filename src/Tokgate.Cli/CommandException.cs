namespace Tokgate.Cli;

/// <summary>The command cannot do what it was asked. The message names the cause and the mend; nothing in it is secret.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without an id the user finds no page")]
internal sealed class CommandException(string id, string message) : Exception($"{id}: {message}")
{
    /// <value>What a script gets to see.</value>
    public int ExitCode { get; init; } = ExitCodes.Failed;

    /// <value>What is wrong one by one, if the server said so.</value>
    public IReadOnlyList<string> Details { get; init; } = [];
}
