using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>Code in the README and in the guides is code of a sample, which the build compiles.</summary>
public sealed class ReadmeCodeTests
{
    private static readonly Regex Block = new("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_code_block_of_the_README_and_the_guides_stands_in_a_sample() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void A_block_that_no_sample_holds_is_found() => Verdict.IsOneFaultIn("README.md:1", Check(SourceTree.Of(
        ("README.md", "```csharp\nvar made = up;\n```"), ("samples/A/Program.cs", "var other = code;"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var samples = tree.CSharp("samples").Select(file => file.Text).ToList();
        foreach (var readme in tree.All.Where(file => file.Path == "README.md" || (file.Path.StartsWith("docs/guides/", StringComparison.Ordinal) && file.Path.EndsWith(".md", StringComparison.Ordinal))))
        {
            foreach (var block in Block.Matches(readme.Text).Where(block => !samples.Exists(sample => sample.Contains(block.Groups["code"].Value.Trim(), StringComparison.Ordinal))))
            {
                yield return new Violation(readme.At(block.Index), "this code stands in no sample, so nothing compiles it", "Put it into a program under samples and copy it from there");
            }
        }
    }
}
