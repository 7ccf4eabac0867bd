using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Repository;

/// <summary>
/// C# read as text. It is enough for declarations and usings in code that the formatter has been over, and it needs no compiler.
/// </summary>
internal static class CSharpText
{
    // Order matters: comments before strings, raw strings before verbatim ones, those before ordinary ones.
    private static readonly Regex CommentsAndLiterals = new(
        """
        (?<comment> //[^\n]* | /\*.*?\*/ )
        | \$*(?<quotes>"{3,}).*?\k<quotes>
        | (?:\$@|@\$|@)"(?:[^"]|"")*"
        | \$?"(?:\\.|[^"\\\n])*"
        | '(?:\\.[^']*|[^'\\\n])'
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture);

    private static readonly Regex Declarations = new(
        @"(?<modifiers>(?:\b(?:public|internal|private|protected|file|sealed|abstract|static|partial|readonly|ref|unsafe)\s+)*)" +
        @"\b(?<kind>class|struct|interface|enum|record\s+struct|record\s+class|record|delegate\s+[\w<>\[\]?.,\s]+?)\s+(?<name>\w+)\s*(?=[<({:;\s])(?<rest>[^{;]*)",
        RegexOptions.ExplicitCapture);

    private static readonly HashSet<string> Keywords = ["where", "is", "and", "or", "not", "class", "struct"];

    /// <summary>The text with comments and literals blanked out, so that every index still means the same place.</summary>
    public static string CodeOnly(string text) => CommentsAndLiterals.Replace(text, match => Blank(match.Value));

    /// <summary>The text with all but the comments blanked out.</summary>
    public static string CommentsOnly(string text)
    {
        var kept = new char[text.Length];
        Array.Fill(kept, ' ');
        foreach (var match in CommentsAndLiterals.Matches(text).Where(match => match.Groups["comment"].Success))
        {
            match.Value.CopyTo(0, kept, match.Index, match.Length);
        }

        for (var index = 0; index < text.Length; index++)
        {
            kept[index] = text[index] == '\n' ? '\n' : kept[index];
        }

        return new string(kept);
    }

    public static IEnumerable<TypeDeclaration> TypesIn(SourceFile file)
    {
        var code = file.Code;
        foreach (Match match in Declarations.Matches(code))
        {
            var name = match.Groups["name"].Value;
            var before = code.AsSpan(0, match.Index).TrimEnd();
            // `where T : class` and `record` used as a name look like declarations.
            if (Keywords.Contains(name) || before.EndsWith(":") || before.EndsWith(",") || before.EndsWith("."))
            {
                continue;
            }

            var depth = code.AsSpan(0, match.Index).Count('{') - code.AsSpan(0, match.Index).Count('}');
            yield return new TypeDeclaration(
                name, file.At(match.Index), match.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal), depth == 0, match.Groups["rest"].Value);
        }
    }

    private static string Blank(string text) => Regex.Replace(text, @"[^\n]", " ");
}
