namespace Tokgate.Conventions.Tests;

/// <summary>The rules are worth what the reading of the source is worth.</summary>
public sealed class CSharpTextTests
{
    [Fact]
    public void Comments_and_literals_are_blanked_in_place()
    {
        const string text = "a /* \" */ b // \"c\"\nvar s = \"x\\\"y\" + @\"\"\"z\" + $\"{q}\" + '\"' + \"\"\"raw \" text\"\"\"; class Left;";
        var code = CSharpText.CodeOnly(text);
        Assert.Equal(text.Length, code.Length);
        Assert.Equal(text.IndexOf("class Left", StringComparison.Ordinal), code.IndexOf("class Left", StringComparison.Ordinal));
        Assert.DoesNotContain("\"", code, StringComparison.Ordinal);
        Assert.DoesNotContain("raw", code, StringComparison.Ordinal);
        Assert.Contains("\"c\"", CSharpText.CommentsOnly(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_are_told_from_constraints_and_uses()
    {
        const string text = """
            namespace A;
            public sealed partial class One<T>(int x) : Base<T> where T : class, new()
            {
                private readonly record struct Inner(int A);
                // class Commented
            }
            internal interface ITwo { }
            public delegate Task<int> Three(string record);
            """;
        var types = CSharpText.TypesIn(new SourceFile("X.cs", text)).ToList();
        Assert.Equal(["One", "Inner", "ITwo", "Three"], types.Select(type => type.Name));
        Assert.Equal([true, false, true, true], types.Select(type => type.IsTopLevel));
        Assert.Equal([true, false, false, true], types.Select(type => type.IsPublic));
    }
}
