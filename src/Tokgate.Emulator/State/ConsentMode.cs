using System.Collections.Immutable;

namespace Tokgate.Emulator.State;

/// <summary>Who answers the authorize page: a person on the page, or this, at once.</summary>
/// <param name="Kind"><c>ask</c>, <c>auto</c> or <c>deny</c>.</param>
/// <param name="User">The username that answers in <c>auto</c>.</param>
/// <param name="Grant">What is granted of what is asked; null = all of it.</param>
internal sealed record ConsentMode(string Kind, string? User, ImmutableArray<string>? Grant)
{
    public static readonly ConsentMode Ask = new("ask", null, null);
}
