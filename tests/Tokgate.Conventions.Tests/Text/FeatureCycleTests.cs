using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

/// <summary>
/// Features of one project may use each other in one direction. Edges come from usings and qualified names; the root namespace is where a
/// project is put together, so it is no feature.
/// </summary>
public sealed class FeatureCycleTests
{
    private static readonly Regex Namespace = new(@"^\s*namespace\s+(Tokgate(?:\.\w+)+)", RegexOptions.Multiline);
    private static readonly Regex GlobalUsing = new(@"global\s+using\s+(?:static\s+)?Tokgate\.");

    [Fact]
    public void Features_do_not_use_each_other_in_a_circle() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void A_circle_is_found() => Verdict.IsOneFaultIn("src/Tokgate.A", Check(SourceTree.Of(
        ("src/Tokgate.A/X/X.cs", "using Tokgate.A.Y;\nnamespace Tokgate.A.X;\nclass X;"),
        ("src/Tokgate.A/Y/Y.cs", "namespace Tokgate.A.Y;\nclass Y { Tokgate.A.Z.Z z; }"),
        ("src/Tokgate.A/Z/Z.cs", "using static Tokgate.A.X.X;\nnamespace Tokgate.A.Z;\nclass Z;"))));

    [Fact]
    public void A_global_using_that_hides_an_edge_is_found() =>
        Verdict.IsOneFaultIn("src/Tokgate.A/GlobalUsings.cs:1", Check(SourceTree.Of(("src/Tokgate.A/GlobalUsings.cs", "global using Tokgate.A.Y;"))));

    [Fact]
    public void Using_in_one_direction_is_fine() => Verdict.IsClean(Check(SourceTree.Of(
        ("src/Tokgate.A/Program.cs", "using Tokgate.A.X;\nusing Tokgate.A.Y;\nnamespace Tokgate.A;"),
        ("src/Tokgate.A/X/X.cs", "using Tokgate.A.Y;\nnamespace Tokgate.A.X;\nclass X;"),
        ("src/Tokgate.A/Y/Y.cs", "namespace Tokgate.A.Y;\nclass Y; // using Tokgate.A.X;"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var project in tree.CSharp("src").GroupBy(file => file.Project, StringComparer.Ordinal))
        {
            foreach (var hidden in project.Where(file => GlobalUsing.IsMatch(file.Code)))
            {
                yield return new Violation(hidden.Path + ":1", "a global using of our own hides who uses whom", "Write the using where it is needed");
            }

            var uses = Uses(project.Key, project);
            foreach (var circle in Circles(uses))
            {
                yield return new Violation($"src/{project.Key}", $"features in a circle: {circle}", "Move what both need to the one that is used, or to a third");
            }
        }
    }

    private static Dictionary<string, SortedSet<string>> Uses(string project, IEnumerable<SourceFile> files)
    {
        var mention = new Regex($@"\b{Regex.Escape(project)}\.(\w+)");
        var uses = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var code = file.Code;
            if (Namespace.Match(code) is { Success: true } found && FeatureOf(project, found.Groups[1].Value) is { } feature)
            {
                uses.TryAdd(feature, []);
                uses[feature].UnionWith(mention.Matches(code).Select(match => match.Groups[1].Value).Where(other => other != feature));
            }
        }

        // A qualified name may also end in a type of the root namespace.
        foreach (var used in uses.Values)
        {
            used.IntersectWith(uses.Keys);
        }

        return uses;
    }

    private static string? FeatureOf(string project, string name) =>
        name.StartsWith(project + ".", StringComparison.Ordinal) ? name[(project.Length + 1)..].Split('.')[0] : null;

    private static IEnumerable<string> Circles(Dictionary<string, SortedSet<string>> uses)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in uses.Keys.Order(StringComparer.Ordinal))
        {
            if (!reported.Contains(start) && WayBack(start, uses) is { } way)
            {
                reported.UnionWith(way);
                yield return string.Join(" -> ", [.. way, start]);
            }
        }
    }

    // Breadth first, so that the shortest circle is the one that is told.
    private static List<string>? WayBack(string start, Dictionary<string, SortedSet<string>> uses)
    {
        var ways = new Queue<List<string>>([[start]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in uses[way[^1]])
            {
                if (next == start)
                {
                    return way;
                }

                if (seen.Add(next))
                {
                    ways.Enqueue([.. way, next]);
                }
            }
        }

        return null;
    }
}
