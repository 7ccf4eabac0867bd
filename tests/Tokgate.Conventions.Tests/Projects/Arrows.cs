namespace Tokgate.Conventions.Tests.Projects;

/// <summary>Who may reference whom. Arrows point one way, and nothing in <c>src</c> points at the playground.</summary>
internal static class Arrows
{
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Tokgate.TikTok"] = [],
        ["Tokgate.Vault"] = ["Tokgate.TikTok"],
        ["Tokgate.Vault.EntityFrameworkCore"] = ["Tokgate.Vault"],
        ["Tokgate.AspNetCore"] = ["Tokgate.TikTok", "Tokgate.Vault"],
        // The emulator spells TikTok's wire itself: a wrong constant must not pass on both sides.
        ["Tokgate.Emulator"] = [],
        ["Tokgate.Server"] = ["Tokgate.TikTok", "Tokgate.Vault", "Tokgate.Vault.EntityFrameworkCore"],
        ["Tokgate.Cli"] = ["Tokgate.Server"],
        // Its sample application is one that keeps its grants in a database of its own.
        ["Tokgate.Playground"] = ["Tokgate.Server", "Tokgate.Emulator", "Tokgate.AspNetCore", "Tokgate.Vault.EntityFrameworkCore"],
        ["Tokgate.TestKit"] = ["Tokgate.Emulator"],
    };

    /// <summary>All that a project may see: its own arrows, and where those lead.</summary>
    public static IReadOnlySet<string> Reachable(string project)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Allowed.GetValueOrDefault(project) ?? []);
        while (open.TryPop(out var next))
        {
            if (seen.Add(next))
            {
                Array.ForEach(Allowed.GetValueOrDefault(next) ?? [], open.Push);
            }
        }

        return seen;
    }
}
