namespace Tokgate.TikTok;

/// <summary>
/// Where TikTok is. Two base addresses and nothing more: the paths, with the trailing slash that TikTok's gateway insists on, are the
/// library's. Change them only to reach an emulator.
/// </summary>
public sealed record TikTokEndpoints
{
    /// <summary>TikTok itself: <c>https://www.tiktok.com</c> and <c>https://open.tiktokapis.com</c>.</summary>
    public static TikTokEndpoints Default { get; } = new();

    /// <summary>Where browsers are sent. Https unless loopback; no path, query, fragment or credentials.</summary>
    /// <value>Default: <c>https://www.tiktok.com</c>.</value>
    public Uri Authorization { get; init; } = new("https://www.tiktok.com");

    /// <summary>Where this library sends its requests. Https unless loopback; no path, query, fragment or credentials.</summary>
    /// <value>Default: <c>https://open.tiktokapis.com</c>.</value>
    public Uri Api { get; init; } = new("https://open.tiktokapis.com");

    /// <summary>One address for both, as an emulator has it.</summary>
    /// <param name="address">Https unless loopback; no path.</param>
    /// <returns>Endpoints that are checked when a client is made of them.</returns>
    public static TikTokEndpoints At(Uri address) => new() { Authorization = address, Api = address };

    /// <summary>Checks both addresses.</summary>
    /// <returns>Everything that is wrong; empty when nothing is.</returns>
    public IReadOnlyList<TikTokProblem> Validate() =>
        [.. Check(Authorization, nameof(Authorization), "https://open.tiktokapis.com"), .. Check(Api, nameof(Api), "https://open.tiktokapis.com")];

    // Put together as text: Uri's way of resolving against a base is where trailing slashes and path prefixes get lost.
    internal static string Join(Uri address, string path) => address.GetLeftPart(UriPartial.Authority) + path;

    internal static IEnumerable<TikTokProblem> Check(Uri? address, string name, string example)
    {
        if (Fault(address) is { } fault)
        {
            yield return new TikTokProblem(
                ErrorIds.EndpointInvalid,
                $"Endpoints.{name}",
                $"The address {fault}. Give scheme, host and port only, such as {example} or http://localhost:5082.");
        }
    }

    private static string? Fault(Uri? address) => address switch
    {
        null => "is missing",
        { IsAbsoluteUri: false } => "is not absolute",
        { Scheme: not ("https" or "http") } => "is neither http nor https",
        { Scheme: "http", IsLoopback: false } => "is http and not loopback; client secrets would travel in clear",
        { UserInfo.Length: > 0 } => "holds credentials",
        { Query.Length: > 0 } or { Fragment.Length: > 0 } => "has a query or a fragment",
        { AbsolutePath: not "/" } => "has a path",
        _ => null,
    };
}
