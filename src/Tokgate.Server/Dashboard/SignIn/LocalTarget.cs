namespace Tokgate.Server.Dashboard;

/// <summary>Where somebody goes after signing in: to a page of the dashboard and nowhere else, whatever the address says (T-15).</summary>
internal static class LocalTarget
{
    public const string Home = "/dashboard";

    private const int MaxLength = 1_000;

    // What browsers read in more than one way has no place in an address of ours.
    private static readonly string[] Refused = ["//", "\\", "..", "%2e", "%5c", "%2f", "%00", "%0a", "%0d", "%09"];

    private static readonly string[] Doors = ["/dashboard/sign-in", "/dashboard/sign-out", "/dashboard/welcome", "/dashboard/broker"];

    /// <summary>The address if it is one, otherwise the dashboard's first page.</summary>
    public static string Of(string? from)
    {
        if (from is null or { Length: > MaxLength } || !from.StartsWith(Home, StringComparison.Ordinal) || !from.All(static letter => letter is > ' ' and <= '~'))
        {
            return Home;
        }

        var path = from.Split('?', '#')[0];
        var isHere = path.Length == Home.Length || path[Home.Length] == '/';
        return isHere && !Array.Exists(Refused, part => path.Contains(part, StringComparison.OrdinalIgnoreCase)) && !Array.Exists(Doors, door => path.StartsWith(door, StringComparison.OrdinalIgnoreCase)) ? from : Home;
    }
}
