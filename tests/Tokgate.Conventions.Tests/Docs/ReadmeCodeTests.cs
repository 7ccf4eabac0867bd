using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs;

/// <summary>Code in the README and in the guides is code of a sample, which is built and run by a test.</summary>
public sealed class ReadmeCodeTests
{
    private static readonly Regex Block = new("```(?:csharp|html|js|tsx)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    [Fact]
    public void Every_code_block_of_README_and_guides_stands_in_a_sample() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void A_block_that_no_sample_holds_is_found() => Verdict.IsOneFaultIn("README.md:1", Check(SourceTree.Of(
        ("README.md", "```csharp\nvar made = up;\n```"), ("samples/A/Program.cs", "var other = code;"))));

    [Fact]
    public void A_block_of_a_guide_is_looked_for_in_pages_and_scripts_too() => Verdict.IsOneFaultIn("docs/guides/x.md:1", Check(SourceTree.Of(
        ("docs/guides/x.md", "```js\nmade.up();\n```\n```html\n  <a-button>\n```"), ("samples/A/page.html", "<p>\n  <a-button>"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var samples = tree.Under(["samples"], ".cs", ".cshtml", ".html", ".js", ".mjs", ".tsx").Select(file => file.Text).ToList();
        foreach (var readme in tree.All.Where(file => file.Path == "README.md" || (file.Folder == "docs/guides" && file.Name.EndsWith(".md", StringComparison.Ordinal))))
        {
            foreach (var block in Block.Matches(readme.Text).Where(block => !samples.Exists(sample => sample.Contains(block.Groups["code"].Value.Trim(), StringComparison.Ordinal))))
            {
                yield return new Violation(readme.At(block.Index), "this code stands in no sample, so nothing compiles it", "Put it into a program under samples and copy it from there");
            }
        }
    }
}
