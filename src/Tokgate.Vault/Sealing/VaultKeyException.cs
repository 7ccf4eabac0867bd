using System.Diagnostics.CodeAnalysis;

namespace Tokgate.Vault;

/// <summary>A master key is missing, malformed, exposed or not the right one, or something sealed cannot be opened. The message never holds a secret.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "One without an id would lead to no page.")]
public sealed class VaultKeyException : Exception
{
    internal VaultKeyException(string id, string message, Exception? cause = null)
        : base($"{id}: {message}", cause) => Id = id;

    /// <summary>The error's id, such as <c>TTK6004</c>; its page is <c>docs/errors/TTK6004.md</c>.</summary>
    public string Id { get; }
}
