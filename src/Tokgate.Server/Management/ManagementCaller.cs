using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>The machine that calls: its client, and what its token may do.</summary>
internal sealed record ManagementCaller(string ClientId, IReadOnlyList<string> Scopes)
{
    public bool Has(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>Nobody gives what they do not have, or a key that may make keys could make a stronger one (T-64). Null if it may.</summary>
    public ManagementError? GivingFault(IEnumerable<string> scopes) => scopes.FirstOrDefault(scope => !Has(scope)) is { } missing
        ? ManagementError.Forbidden(
            $"The token has not the scope {AllowedText.Of(missing)}, so it cannot give it to a client or take over a client that has it.",
            "Use a token that has every management scope which the client has or shall have.")
        : null;
}
