using System.Diagnostics.CodeAnalysis;

namespace Tokgate.TikTok;

/// <summary>Something was set up in a way that cannot work. Thrown before anything is sent, with all problems at once.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is made from problems; a bare one would say nothing.")]
public sealed class TikTokConfigurationException : Exception
{
    /// <summary>Gathers the problems.</summary>
    /// <param name="problems">At least one.</param>
    public TikTokConfigurationException(IReadOnlyList<TikTokProblem> problems)
        : base(string.Join(Environment.NewLine, problems ?? throw new ArgumentNullException(nameof(problems)))) =>
        Problems = problems;

    /// <summary>Everything that was found wrong, in the order of the options.</summary>
    public IReadOnlyList<TikTokProblem> Problems { get; }

    internal static void ThrowIfAny(IReadOnlyList<TikTokProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new TikTokConfigurationException(problems);
        }
    }
}
