using Tokgate.Server.Apis;

namespace Tokgate.Server.Administrators;

/// <summary>A role in the management API's own words: the dashboard can do what these scopes open, and no more. Nobody reads TikTok's tokens there (T-55).</summary>
internal static class AdministratorScopes
{
    private const string Administrators = "administrators";

    // What makes other keys, or replaces everything at once, is an owner's (T-64).
    private static readonly string[] OwnersAlone = ["client_grants", "resource_servers", "signing_keys", "tenant_settings", "configuration", Administrators];

    private static readonly IReadOnlyList<string> Owner = [.. ManagementScopes.All.Where(static scope => scope != ManagementScopes.ReadGrantTokens)];
    private static readonly IReadOnlyList<string> Viewer = [.. Owner.Where(static scope => scope.StartsWith("read:", StringComparison.Ordinal) && !scope.EndsWith(':' + Administrators, StringComparison.Ordinal))];
    private static readonly IReadOnlyList<string> Editor = [.. Owner.Where(static scope => Viewer.Contains(scope) || !OwnersAlone.Contains(scope[(scope.IndexOf(':', StringComparison.Ordinal) + 1)..]))];

    public static IReadOnlyList<string> Of(AdministratorRole role) => role switch
    {
        AdministratorRole.Viewer => Viewer,
        AdministratorRole.Editor => Editor,
        AdministratorRole.Owner => Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
