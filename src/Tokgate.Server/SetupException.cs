namespace Tokgate.Server;

/// <summary>The broker cannot start as it is set up. The message names the cause and the mend; nothing in it is secret.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without an id the operator finds no page")]
internal sealed class SetupException : Exception
{
    public SetupException(string id, string message) : base($"{id}: {message}") => Id = id;

    public SetupException(string id, string message, Exception cause) : base($"{id}: {message}", cause) => Id = id;

    public string Id { get; }
}
