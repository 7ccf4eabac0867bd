using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

public sealed class TypeNameTests
{
    private static readonly string[] BannedWords =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Base", "Impl", "Info", "Data", "Processor", "Service"];

    private static readonly string[] BannedFolders = ["Helpers", "Helper", "Shared", "Utils", "Util", "Misc", "Common"];

    // Words of a specification or of the framework, in which a banned word is part of a name.
    private static readonly string[] Spoken = ["UserInfo", "BaseAddress", "DataProtection", "ServiceCollection", "ServiceProvider", "HostedService", "TagHelper"];

    private static readonly Regex Words = new("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");

    [Fact]
    public void No_type_and_no_folder_has_a_name_that_says_nothing() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("internal sealed class TokenManager { }")]
    [InlineData("internal static class Helpers { }")]
    [InlineData("public sealed record AccountInfo(string Name);")]
    [InlineData("public interface ITokenService\n{\n}")]
    public void A_name_that_says_nothing_is_found(string code) => Verdict.IsOneFaultIn("src/A/X.cs:1", Check(SourceTree.Of(("src/A/X.cs", code))));

    [Fact]
    public void A_folder_that_says_nothing_is_found() => Verdict.IsOneFaultIn("src/A/Helpers", Check(SourceTree.Of(("src/A/Helpers/X.cs", "class X;"))));

    [Theory]
    [InlineData("public sealed class UserInfoEndpoints { }")]
    [InlineData("internal sealed class CleanUpHostedService { }")]
    [InlineData("internal sealed class Sweep : BackgroundService { } // not a TokenManager")]
    [InlineData("internal sealed class Database { }")]
    public void Words_of_a_specification_stay(string code) => Verdict.IsClean(Check(SourceTree.Of(("src/A/X.cs", code))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var files = tree.CSharp("src", "tests", "bench", "samples").ToList();
        var types =
            from file in files
            from type in CSharpText.TypesIn(file)
            let word = BannedIn(type.Name)
            where word is not null
            select new Violation(type.Where, $"the type {type.Name} has the word {word}", "Name what it does or holds");
        var folders =
            from folder in files.Select(file => file.Folder).Distinct()
            where folder.Split('/').Intersect(BannedFolders, StringComparer.OrdinalIgnoreCase).Any()
            select new Violation(folder, "the folder's name says nothing", "Move its files to the feature that uses them");
        return types.Concat(folders);
    }

    private static string? BannedIn(string name)
    {
        var rest = Spoken.Aggregate(name, (left, spoken) => left.Replace(spoken, "", StringComparison.Ordinal));
        return Words.Matches(rest).Select(word => word.Value).FirstOrDefault(BannedWords.Contains);
    }
}
