using System.Reflection;
using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>Every setting that there is, found where the code reads it: the options that are bound to a section, and each name that is asked for by itself.</summary>
internal static class KnownSettings
{
    private static readonly Regex Binding = new(@"AddOptions<(?<type>\w+)>\(\)\.Bind\(configuration\.GetSection\(""(?<section>[\w:]+)""\)\)", RegexOptions.ExplicitCapture);
    private static readonly Regex Asked = new(@"""(?<name>Tokgate:[A-Za-z:]+[a-z]|Playground:[A-Za-z]+|Emulator:[A-Za-z]+|Tokgate__[A-Za-z]+|(?:AUTH_)?TIKTOK_(?:CLIENT_)?(?:ID|SECRET)(?:_FORMER)?|DOUYIN_CLIENT_(?:KEY|SECRET)|TOKGATE_CLIENT_\w+|NO_COLOR|OTEL_[A-Z_]+)""", RegexOptions.ExplicitCapture);

    private static readonly Lazy<IReadOnlyList<KnownSetting>> OfCode = new(() => Find(SourceTree.OfRepository));

    /// <summary>Always the repository's: what a made up tree reads would be made up as well.</summary>
    public static IReadOnlyList<KnownSetting> Of(SourceTree tree) => tree.All.Any() ? OfCode.Value : [];

    private static IReadOnlyList<KnownSetting> Find(SourceTree tree)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var sections = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in tree.CSharp("src"))
        {
            foreach (var bound in Binding.Matches(file.Text).AsEnumerable())
            {
                sections.Add(bound.Groups["section"].Value);
                names.UnionWith(Members(TypeOf(bound.Groups["type"].Value), bound.Groups["section"].Value.Replace(":", "__", StringComparison.Ordinal)));
            }
        }

        names.UnionWith(tree.CSharp("src").SelectMany(file => Asked.Matches(file.Text)).Select(match => match.Groups["name"].Value).Where(name => !sections.Contains(name))
            .Select(name => name.Replace(":", "__", StringComparison.Ordinal)));
        return [.. names.Select(name => new KnownSetting(name))];
    }

    // The same name may belong to a library's options and to the server's; the server's bindings mean its own, or the vault's.
    private static Type TypeOf(string name) => ((string[])["Tokgate.Server", "Tokgate.Vault"]).SelectMany(project => BuiltAssemblies.Load(project).GetTypes()).First(type => type.Name == name);

    private static IEnumerable<string> Members(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IList<>) ? Members(list.GetGenericArguments()[0], $"{prefix}__{property.Name}__N")
        : !property.CanWrite ? []
        : property.PropertyType.Assembly.GetName().Name!.StartsWith("Tokgate.", StringComparison.Ordinal) && !property.PropertyType.IsEnum ? Members(property.PropertyType, $"{prefix}__{property.Name}") // an assembly that was loaded has a name
        : [$"{prefix}__{property.Name}"]);
}
