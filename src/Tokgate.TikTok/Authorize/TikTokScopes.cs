using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Tokgate.TikTok;

/// <summary>
/// An immutable, ordered set of scope names. TikTok joins scopes by commas both ways, instead of by spaces as RFC 6749 (section 3.3) does.
/// Two sets are equal when they hold the same names, in whatever order: TikTok's order is not that of the request.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A protocol word.")]
public sealed class TikTokScopes : IReadOnlyCollection<string>, IEquatable<TikTokScopes>
{
    // Nearly everybody grants what an app asks for, so one answer's list is mostly the one before it. What is kept cannot change.
    private static Seen? s_last;

    private readonly string[] _names;

    private TikTokScopes(string[] names) => _names = names;

    /// <summary>No scope at all.</summary>
    public static TikTokScopes None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <summary>Makes a set of names.</summary>
    /// <param name="names">One scope each; later doubles are dropped.</param>
    /// <returns>The set, in the order given.</returns>
    /// <exception cref="ArgumentException">A name is empty or holds a comma, white space or a control character.</exception>
    public static TikTokScopes Of(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var distinct = names.Select(Checked).Distinct(StringComparer.Ordinal).ToArray();
        return distinct.Length == 0 ? None : new TikTokScopes(distinct);
    }

    /// <summary>Reads a comma-separated list. Spaces around names, empty entries and doubles are tolerated.</summary>
    /// <param name="commaSeparated">Such as <c>user.info.basic,video.list</c>; empty gives no scope.</param>
    /// <returns>The set, in the order given.</returns>
    /// <exception cref="ArgumentException">A name holds white space (a space-joined list among them) or a control character.</exception>
    public static TikTokScopes Parse(string commaSeparated)
    {
        ArgumentNullException.ThrowIfNull(commaSeparated);
        return Of(commaSeparated.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>Whether a scope is in the set; names are case-sensitive.</summary>
    /// <param name="scope">One scope.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(string scope) => Array.IndexOf(_names, scope) >= 0;

    /// <summary>What of this set is not in another: with the granted set as argument, what the user refused.</summary>
    /// <param name="other">What to take away.</param>
    /// <returns>The rest, in this set's order.</returns>
    public TikTokScopes Except(TikTokScopes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Of(_names.Where(name => !other.Contains(name)));
    }

    /// <summary>The list as TikTok writes it.</summary>
    /// <returns>Comma-joined, without spaces, in order.</returns>
    public override string ToString() => string.Join(',', _names);

    /// <inheritdoc/>
    public bool Equals(TikTokScopes? other) => other is not null && other.Count == Count && _names.All(other.Contains);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TikTokScopes);

    /// <inheritdoc/>
    public override int GetHashCode() => _names.Aggregate(Count, (hash, name) => hash ^ name.GetHashCode(StringComparison.Ordinal));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads what TikTok says was granted. A sign-in must not die of a list joined the RFC's way, so white space separates too.</summary>
    internal static TikTokScopes FromWire(string? list)
    {
        if (string.IsNullOrEmpty(list))
        {
            return None;
        }

        if (s_last is { } last && string.Equals(last.List, list, StringComparison.Ordinal))
        {
            return last.Scopes;
        }

        var scopes = Of(new string([.. list.Select(character => IsForeign(character) ? ',' : character)]).Split(',', StringSplitOptions.RemoveEmptyEntries));
        s_last = new Seen(list, scopes);
        return scopes;
    }

    private static string Checked(string name) =>
        string.IsNullOrEmpty(name) || name.Any(IsForeign)
            ? throw new ArgumentException("A scope name is empty or holds a comma, white space or a control character; TikTok joins scopes by commas.", nameof(name))
            : name;

    private static bool IsForeign(char character) => character == ',' || char.IsWhiteSpace(character) || char.IsControl(character);

    private sealed record Seen(string List, TikTokScopes Scopes);
}
