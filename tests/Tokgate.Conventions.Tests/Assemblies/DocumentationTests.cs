using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tokgate.Conventions.Tests.Assemblies;

/// <summary>The compiler sees that a member is documented; this sees that something is said.</summary>
public sealed class DocumentationTests
{
    private static readonly HashSet<string> Filler = new(StringComparer.OrdinalIgnoreCase)
    {
        "gets", "get", "sets", "set", "or", "and", "the", "a", "an", "of", "for", "to", "this", "its", "value", "instance", "class", "initializes", "new", "returns", "is", "that",
    };

    private static readonly Regex Words = new("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+");

    [Fact]
    public void Documentation_says_more_than_the_name() => Verdict.IsClean(BuiltAssemblies.ShippedLibraries.SelectMany(library =>
        Check(XDocument.Load(Path.Combine(AppContext.BaseDirectory, library + ".xml")))));

    [Theory]
    [InlineData("P:A.B.ClientKey", "<summary>Gets or sets the client key.</summary>")]
    [InlineData("T:A.TokenStore", "<summary>The token store.</summary>")]
    [InlineData("M:A.B.Load(System.String)", "<summary>Reads it from the disk.</summary><param name=\"path\"></param>")]
    [InlineData("M:A.B.Load", "<summary>Reads it from the disk.</summary><returns />")]
    [InlineData("P:A.B.ClientKey", "<summary> </summary>")]
    public void Documentation_that_says_nothing_is_found(string member, string documentation) => Verdict.IsOneFaultIn(member, Check(Library(member, documentation)));

    [Theory]
    [InlineData("P:A.B.ClientKey", "<summary>The client key of the TikTok app, as its developer portal shows it.</summary>")]
    [InlineData("P:A.B.ClientKey", "<inheritdoc />")]
    [InlineData("M:A.B.Load(System.String)", "<summary><see cref=\"T:A.C\" /> from the disk.</summary><param name=\"path\">Where it lies.</param>")]
    public void Documentation_that_says_something_is_fine(string member, string documentation) => Verdict.IsClean(Check(Library(member, documentation)));

    private static XDocument Library(string member, string documentation) =>
        XDocument.Parse($"<doc><members><member name=\"{member}\">{documentation}</member></members></doc>");

    private static IEnumerable<Violation> Check(XDocument library)
    {
        foreach (var member in library.Descendants("member"))
        {
            var name = member.Attribute("name")!.Value; // the compiler writes it always
            if (name.Contains(".Generated.", StringComparison.Ordinal))
            {
                continue; // by source generators of the SDK
            }

            if (member.Element("summary") is { } summary && SaysNothing(name, summary))
            {
                yield return new Violation(name, $"its summary only repeats its name: \"{summary.Value.Trim()}\"", "Say unit, default, who sets it, what null means, or the section of the specification");
            }

            foreach (var empty in member.Elements().Where(part => part.Name.LocalName is "param" or "returns" or "typeparam" or "exception" or "remarks" && IsEmpty(part)))
            {
                yield return new Violation(name, $"an empty <{empty.Name.LocalName}>", "Say something, or delete the tag");
            }
        }
    }

    private static bool SaysNothing(string member, XElement summary)
    {
        if (IsEmpty(summary))
        {
            return true;
        }

        var parts = member[2..].Split('(')[0].Split('.');
        var known = parts.TakeLast(2).SelectMany(part => Words.Matches(part).Select(word => word.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return !summary.Descendants().Any() && Words.Matches(summary.Value).All(word => Filler.Contains(word.Value) || known.Contains(word.Value));
    }

    private static bool IsEmpty(XElement element) => string.IsNullOrWhiteSpace(element.Value) && !element.HasElements;
}
