using System.Text.Json;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests;

/// <summary>What axe-core finds on the page on which a browser stands, by the rules of WCAG 2.2 AA that a program can check.</summary>
internal static class AxeText
{
    private const string WcagTags = """["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]""";

    /// <param name="page">Where the browser stands.</param>
    /// <param name="source">axe-core, as published.</param>
    /// <returns>Each rule that is broken, with the places.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string source)
    {
        await page.EvaluateAsync(source);
        var result = await page.EvaluateAsync<JsonElement>($$"""
            axe.run(document, { runOnly: { type: "tag", values: {{WcagTags}} } })
              .then(result => ({ passes: result.passes.map(rule => rule.id), faults: result.violations.map(fault => [fault.id, ...fault.nodes.map(node => node.target.join(" "))]) }))
            """);
        Assert.Contains("html-has-lang", result.GetProperty("passes").EnumerateArray().Select(static rule => rule.GetString())); // it has looked
        return [.. result.GetProperty("faults").EnumerateArray().Select(static fault => fault.GetRawText())];
    }
}
