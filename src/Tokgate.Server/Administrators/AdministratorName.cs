namespace Tokgate.Server.Administrators;

/// <summary>What an administrator is called: 1 to 60 letters, digits and <c>. _ - @ +</c>, so that nothing in it looks like another's.</summary>
internal static class AdministratorName
{
    public const int MaxLength = 60;

    public static bool IsValid(string? name) => name is { Length: > 0 and <= MaxLength } && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '@' or '+');

    /// <summary>As it is compared: two that differ in case alone are one.</summary>
    public static string Key(string name) => name.ToUpperInvariant();

    /// <summary>Who the trail says it was.</summary>
    public static string Actor(string name) => "administrator:" + name;
}
