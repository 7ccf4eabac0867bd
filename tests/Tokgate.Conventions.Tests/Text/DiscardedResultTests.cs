using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

/// <summary>
/// <c>MapGet("/", async (HttpContext h) =&gt; Results.Ok())</c> binds to RequestDelegate: the result is thrown away and the answer is an empty 200,
/// without a warning.
/// </summary>
public sealed class DiscardedResultTests
{
    private static readonly Regex Lambda = new(@"(?<=[(,]\s*)(?:static\s+)?async\s*\(\s*HttpContext\s+\w+\s*\)\s*=>");

    [Fact]
    public void No_endpoint_throws_its_result_away() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("app.MapGet(\"/\", async (HttpContext context) => Results.Ok());")]
    [InlineData("app.MapGet(\n  \"/\",\n  static async (HttpContext context) => { await X(); return TypedResults.Ok(); });")]
    public void A_result_that_is_thrown_away_is_found(string code) => Verdict.IsOneFaultIn("src/A/X.cs:", Check(SourceTree.Of(("src/A/X.cs", code))));

    [Theory]
    [InlineData("app.MapGet(\"/\", async Task<IResult> (HttpContext context) => Results.Ok());")]
    [InlineData("app.MapGet(\"/\", async (HttpContext context, Store store) => Results.Ok());")]
    [InlineData("app.MapGet(\"/\", async (HttpContext context) => await context.Response.WriteAsync(\"Results.\")); Results.Ok();")]
    public void Endpoints_that_answer_are_fine(string code) => Verdict.IsClean(Check(SourceTree.Of(("src/A/X.cs", code))));

    private static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.CSharp("src", "samples")
        let code = file.Code
        from match in Lambda.Matches(code)
        where BodyAfter(code, match.Index + match.Length).Contains("Results.", StringComparison.Ordinal)
        select new Violation(
            file.At(match.Index), "the lambda becomes a RequestDelegate and its result is thrown away", "Write `async Task<IResult> (HttpContext x) =>`");

    // The lambda ends where the call that it is an argument of ends.
    private static string BodyAfter(string code, int start)
    {
        var depth = 0;
        for (var index = start; index < code.Length; index++)
        {
            depth += code[index] switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            if (depth < 0)
            {
                return code[start..index];
            }
        }

        return code[start..];
    }
}
