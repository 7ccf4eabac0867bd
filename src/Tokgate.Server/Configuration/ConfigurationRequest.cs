using System.Text.Json.Nodes;

namespace Tokgate.Server.Configuration;

/// <summary>A document, and how it is meant.</summary>
/// <param name="Document">As it was sent.</param>
/// <param name="Secrets">What the references in it stand for, as far as the sender knows it.</param>
internal sealed record ConfigurationRequest(JsonObject Document, IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>Whether what is not in the document goes, in the sections that it has.</summary>
    public bool Prune { get; init; }

    /// <summary>How long the secret before a new one lives on.</summary>
    public TimeSpan PreviousSecretLifetime { get; init; }

    /// <value>The client that asks: it is not pruned, or it could not come again. Null for an operator at the machine itself.</value>
    public string? ClientId { get; init; }
}
