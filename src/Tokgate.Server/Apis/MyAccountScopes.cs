namespace Tokgate.Server.Apis;

/// <summary>What may be done with the TikTok accounts of one person, in Auth0's words for the same.</summary>
internal static class MyAccountScopes
{
    public const string Create = "create:me:connected_accounts";
    public const string Read = "read:me:connected_accounts";
    public const string Delete = "delete:me:connected_accounts";

    public static IReadOnlyList<string> All { get; } = [Create, Read, Delete];
}
