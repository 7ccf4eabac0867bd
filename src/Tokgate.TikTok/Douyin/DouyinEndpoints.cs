namespace Tokgate.TikTok;

/// <summary>
/// Where Douyin is. One base address: its authorization page and its API share a host. The paths are the library's. Change it only to reach an emulator.
/// </summary>
public sealed record DouyinEndpoints
{
    /// <summary>Douyin itself: <c>https://open.douyin.com</c>.</summary>
    public static DouyinEndpoints Default { get; } = new();

    /// <summary>Where browsers are sent and where this library sends its requests. Https unless loopback; no path, query, fragment or credentials.</summary>
    /// <value>Default: <c>https://open.douyin.com</c>.</value>
    public Uri Address { get; init; } = new("https://open.douyin.com");

    /// <summary>Another address, such as an emulator's.</summary>
    /// <param name="address">Https unless loopback; no path.</param>
    /// <returns>Endpoints that are checked when a client is made of them.</returns>
    public static DouyinEndpoints At(Uri address) => new() { Address = address };

    /// <summary>Checks the address.</summary>
    /// <returns>Everything that is wrong; empty when nothing is.</returns>
    public IReadOnlyList<TikTokProblem> Validate() => [.. TikTokEndpoints.Check(Address, nameof(Address), "https://open.douyin.com")];
}
