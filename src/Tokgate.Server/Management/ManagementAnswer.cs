using System.Text.Json.Nodes;

namespace Tokgate.Server.Management;

/// <summary>What an operation answers: a body and a status, or a refusal.</summary>
internal sealed record ManagementAnswer
{
    /// <value>Null for the operation's own.</value>
    public int? Status { get; init; }

    public JsonNode? Body { get; init; }

    /// <value>The version of the one thing that is told; null if it has none.</value>
    public long? Version { get; init; }

    /// <value>Sentences about what was accepted in another way than it was sent.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <value>Where a list goes on that gave up before its page was full; a warning says the same in words.</value>
    public string? Next { get; init; }

    public ManagementError? Error { get; init; }

    public static ManagementAnswer Nothing { get; } = new() { Status = StatusCodes.Status204NoContent };

    public static implicit operator ManagementAnswer(ManagementError error) => new() { Error = error };

    public static implicit operator ManagementAnswer(JsonNode body) => new() { Body = body };
}
