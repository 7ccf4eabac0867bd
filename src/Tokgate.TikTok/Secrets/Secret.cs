using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.TikTok;

/// <summary>
/// A value that must never reach a log, a URL, an exception or a page. It prints as <c>***</c>, serialises as <c>"***"</c> and
/// leaves only by <see cref="Reveal"/>, which is easy to search for.
/// </summary>
/// <remarks>
/// A class, not a struct: null is then the only hole, and the compiler watches it. Equality is by value, within one type, in constant time.
/// </remarks>
[DebuggerDisplay("***")]
public abstract class Secret : IEquatable<Secret>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    private protected Secret(string value) => _value = value;

    /// <summary>The value in clear. Pass it on at once; never keep it in a string field.</summary>
    /// <returns>Never null or empty.</returns>
    public string Reveal() => _value;

    /// <summary>Hides the value.</summary>
    /// <returns>Always <c>***</c>.</returns>
    public sealed override string ToString() => "***";

    /// <summary>Compares in constant time (for values of equal length).</summary>
    /// <param name="other">Another secret; one of another type is never equal.</param>
    /// <returns>True when type and value are the same.</returns>
    public bool Equals(Secret? other) =>
        other is not null
        && other.GetType() == GetType()
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_value), Encoding.UTF8.GetBytes(other._value));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => HashCode.Combine(GetType(), _value.GetHashCode(StringComparison.Ordinal));

    /// <summary>Does not compile: it would read as a comparison of references.</summary>
    /// <param name="left">Unused.</param>
    /// <param name="right">Unused.</param>
    /// <returns>Nothing; always an error.</returns>
    [Obsolete("Use Equals, which compares in constant time, or 'is null'.", error: true)]
    public static bool operator ==(Secret? left, Secret? right) => Equals(left, right);

    /// <inheritdoc cref="op_Equality"/>
    [Obsolete("Use Equals, which compares in constant time, or 'is null'.", error: true)]
    public static bool operator !=(Secret? left, Secret? right) => !Equals(left, right);

    // The message names the kind of secret and never the value: exceptions are logged.
    [SuppressMessage("Naming", "CA2208:Instantiate argument exceptions correctly", Justification = "The parameter is the caller's.")]
    private protected static string Checked(string? value, string kind, Func<string, bool> isAllowed)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new ArgumentException($"The {kind} is missing.", nameof(value));
        }

        return isAllowed(value) ? value : throw new ArgumentException($"The {kind} contains a character that cannot stand in one.", nameof(value));
    }

    private protected static bool IsWithoutControls(string value) => !value.AsSpan().ContainsAnyInRange('\0', '\x1f') && !value.AsSpan().ContainsAnyInRange('\x7f', '\x9f');

    // What a header can carry: tokens ride in "Authorization: Bearer".
    private protected static bool IsVisibleAscii(string value) => !value.AsSpan().ContainsAnyExceptInRange('!', '~');
}
