namespace Tokgate.Conventions.Tests.Text;

public sealed class TypePerFileTests
{
    [Fact]
    public void Each_file_has_one_public_type_and_its_name() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void A_second_public_type_is_found() =>
        Verdict.IsOneFaultIn("src/A/One.cs:2", Check(SourceTree.Of(("src/A/One.cs", "public sealed class One;\npublic sealed class Two;"))));

    [Fact]
    public void A_file_named_after_nothing_in_it_is_found() =>
        Verdict.IsOneFaultIn("src/A/Stuff.cs", Check(SourceTree.Of(("src/A/Stuff.cs", "internal sealed class One { }"))));

    [Theory]
    [InlineData("One.Log.cs", "internal static partial class One { }")]
    [InlineData("One{T}.cs", "public sealed class One<T> { }")]
    [InlineData("One.cs", "public sealed class One<T> { public enum Inner { A } }")]
    [InlineData("OneExtensions.cs", "namespace A;\n\npublic static class OneExtensions\n{\n    // public class Two\n    private const string Text = \"public class Three\";\n}")]
    [InlineData("GlobalUsings.cs", "global using System;")]
    [InlineData("Index.cshtml.cs", "internal sealed class IndexModel { }")]
    public void Parts_generics_and_nested_types_are_fine(string name, string code) => Verdict.IsClean(Check(SourceTree.Of(("src/A/" + name, code))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.CSharp("src"))
        {
            var types = CSharpText.TypesIn(file).Where(type => type.IsTopLevel).ToList();
            // Razor Pages' own convention: Index.cshtml.cs holds IndexModel.
            var expected = file.Name.Split('.', '{')[0] + (file.Name.EndsWith(".cshtml.cs", StringComparison.Ordinal) ? "Model" : string.Empty);
            foreach (var extra in types.Where(type => type.IsPublic).Skip(1))
            {
                yield return new Violation(extra.Where, $"{extra.Name} is the file's second public type", $"Move it to {extra.Name}.cs");
            }

            var named = types.Exists(type => type.IsPublic) ? types.Where(type => type.IsPublic).Take(1).ToList() : types;
            if (types.Count > 0 && !named.Exists(type => type.Name == expected))
            {
                yield return new Violation(file.Path, $"no type in it is called {expected}", $"Call the file {named[0].Name}.cs");
            }
        }
    }
}
