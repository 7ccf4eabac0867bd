using Tokgate.Server.Protocol;

namespace Tokgate.Server.Configuration;

/// <summary>The names of variables under which an export expects secrets: said by the id, so that they are the same at every export.</summary>
internal static class SecretNames
{
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> ids, string what = "CLIENT")
    {
        var plain = ids.Select(id => (Id: id, Name: $"TOKGATE_{what}_{Word(id)}_SECRET")).ToList();
        var shared = plain.GroupBy(static pair => pair.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key).ToHashSet(StringComparer.Ordinal);
        return plain.ToDictionary(static pair => pair.Id, pair => shared.Contains(pair.Name) ? $"{pair.Name}_{Convert.ToHexString(Handle.HashOf(pair.Id).AsSpan(0, 3))}" : pair.Name, StringComparer.Ordinal);
    }

    private static string Word(string id) => string.Concat(id.Select(static character => char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_'));
}
