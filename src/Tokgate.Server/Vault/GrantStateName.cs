using Tokgate.Vault;

namespace Tokgate.Server.Vault;

/// <summary>A grant's state as it stands in JSON.</summary>
internal static class GrantStateName
{
    public static string Of(GrantState state) => state switch
    {
        GrantState.Active => "active",
        GrantState.Ambiguous => "ambiguous",
        GrantState.NeedsReauthorization => "needs_reauthorization",
        _ => "revoked",
    };
}
