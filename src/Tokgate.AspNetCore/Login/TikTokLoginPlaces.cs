using System.Collections.Concurrent;

namespace Tokgate.AspNetCore.Login;

/// <summary>Under which path each scheme's sign-in was mapped. Mapping comes after the services are built, and before the first options are made.</summary>
internal sealed class TikTokLoginPlaces
{
    private readonly ConcurrentDictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    public void Add(string scheme, string prefix) => _prefixes[scheme] = prefix;

    public string? Find(string? scheme) => scheme is not null && _prefixes.TryGetValue(scheme, out var prefix) ? prefix : null;
}
