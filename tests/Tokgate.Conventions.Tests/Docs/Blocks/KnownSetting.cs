using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>A setting that the code reads, as an environment variable has it. A member of a list has <c>N</c> for its number.</summary>
internal sealed record KnownSetting(string Name)
{
    private readonly Regex pattern = new("^" + Regex.Escape(Name).Replace("__N__", @"__\d+__", StringComparison.Ordinal) + @"(?:__\d+)?$");

    public bool Fits(string name) => pattern.IsMatch(name);
}
