using Xunit.Sdk;

namespace Tokgate.Conventions.Tests.Repository;

internal static class Verdict
{
    public static void IsClean(IEnumerable<Violation> violations)
    {
        var found = violations.Select(violation => violation.ToString()).Distinct(StringComparer.Ordinal).ToList();
        if (found.Count > 0)
        {
            throw new XunitException($"{found.Count} broken:{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
        }
    }

    /// <summary>A rule that cannot fail holds nothing: every rule is shown one planted fault.</summary>
    public static void IsOneFaultIn(string where, IEnumerable<Violation> violations)
    {
        var violation = Assert.Single(violations);
        Assert.StartsWith(where, violation.Where, StringComparison.Ordinal);
        Assert.NotEmpty(violation.What);
        Assert.NotEmpty(violation.Mend);
    }
}
