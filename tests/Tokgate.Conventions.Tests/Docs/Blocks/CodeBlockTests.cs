using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>
/// Every block of every page comes from something that is compiled, run or read by the real code. Code stands word for word in a file of the repository; commands call programs, options, settings and
/// addresses that there are; answers and messages have the names and the words that the program has; and what a test runs as it stands names that test.
/// </summary>
public sealed class CodeBlockTests
{
    private const string Documents = "tests/Tokgate.Cli.Tests/DocumentPageTests.cs";

    private static readonly Regex TestName = new(@"^(?<class>\w+Tests)\.(?<method>\w+)$|^(?<file>tests/peers/[\w-]+\.test\.mjs)$", RegexOptions.ExplicitCapture);
    private static readonly Regex Column = new(@"[a-z][a-z_]+");

    [Fact]
    public void Every_block_is_held_by_something() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Fact]
    public void Shells_can_read_every_command() => Verdict.IsClean(ShellSyntax.Faults(SourceTree.OfRepository.All.Where(CodeBlock.IsPage).SelectMany(CodeBlock.Of).Where(block => block.Language == "sh")));

    [Theory]
    [InlineData("```csharp\nvar made = up;\n```")]
    [InlineData("<!-- from: samples/A/Gone.cs -->\n```csharp\nvar real = code;\n```")]
    [InlineData("<!-- run by: XTests.It_is_gone -->\n```csharp\nvar made = up;\n```")]
    [InlineData("<!-- run by: YTests.It_reads_another_page -->\n```csharp\nvar made = up;\n```")]
    [InlineData("```\nno language\n```")]
    [InlineData("```text\nnobody says these words here\n```")]
    [InlineData("```json\n{ \"no_such_member\": 1 }\n```")]
    [InlineData("```json\n{ not json }\n```")]
    [InlineData("```sql\nselect no_such_column from users\n```")]
    [InlineData("```sh\nTokgate__NoSuchSetting=1\n```")]
    [InlineData("```sh\ntokgate plan --no-such-option x\n```")]
    [InlineData("```sh\ntokgate no-such-command\n```")]
    [InlineData("```sh\ndotnet run --project src/Tokgate.Gone\n```")]
    [InlineData("```sh\ncurl http://localhost:5082/_emulator/no-such-thing\n```")]
    [InlineData("```sh\nno-such-program --now\n```")]
    [InlineData("```yaml\n- run: tokgate no-such-command\n```")]
    [InlineData("```yaml\nversion: 1\nclients: []\n```")]
    [InlineData("```yaml\n- uses: nothing of ours\n```")]
    [InlineData("```sh\nsudo dotnet bin/Tokgate.Emulator.dll --no-such-option\n```")]
    [InlineData("```sh\ninstall -m 0600 deploy/gone.env /etc\n```")]
    [InlineData("```sh\necho \"$(tokgate no-such-command)\"\n```")]
    public void A_block_that_nothing_holds_is_found(string text) => Assert.NotEmpty(Check(Tree(text)));

    [Theory]
    [InlineData("```csharp\nvar real = code;\n```")]
    [InlineData("<!-- from: samples/A/Program.cs -->\n```csharp\n    var real = code;\n    Call();\n```")]
    [InlineData("<!-- run by: XTests.It_runs -->\n```python\nanything()\n```")]
    [InlineData("```text\nTTK1001: these words are said by us.\n```")]
    [InlineData("```json\n{ \"known_member\": 1 }\n```")]
    [InlineData("```yaml\n- run: tokgate plan tokgate.yaml --local\n```")]
    [InlineData("```sql\nselect name from users\n```")]
    [InlineData("```sh\nexport Tokgate__Issuer=https://x.example # a comment\ntokgate plan tokgate.yaml --local | cat\n```")]
    public void A_block_with_something_behind_it_is_fine(string text) => Verdict.IsClean(Check(Tree(text)));

    private static SourceTree Tree(string text) => SourceTree.Of(
        ("docs/page.md", text),
        ("samples/A/Program.cs", "var real = code;\nCall();\n"),
        ("src/Tokgate.TikTok/X.cs", "throw new X(\"these words are said\" + \" by us.\"); json.Write(\"known_member\");"),
        ("src/Tokgate.Server/Storage/Migrations/sqlite/0001_x.sql", "create table users (name text);"),
        ("tests/A.Tests/XTests.cs", "public void It_runs() => Read(\"docs/page.md\");"),
        ("tests/B.Tests/YTests.cs", "public void It_reads_another_page() => Read(\"docs/other.md\");"));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        var words = new SaidWords(tree);
        var commands = new ShellCommands(tree);
        return tree.All.Where(CodeBlock.IsPage).SelectMany(CodeBlock.Of).SelectMany(block => Faults(tree, words, commands, block).Select(fault => new Violation(
            block.Where, fault, "Copy it from a file that is compiled or run, and name it before the block: <!-- from: path --> or <!-- run by: Class.Method -->")));
    }

    private static IEnumerable<string> Faults(SourceTree tree, SaidWords words, ShellCommands commands, CodeBlock block) => block switch
    {
        { RunBy: { } test } => IsRunBy(tree, block, test) ? [] : [$"{test} is no test that reads this page"],
        { From: { } path } => tree.Text(path) is { } text && Holds(text, block.Code) ? [] : [$"{path} does not have this code"],
        { Language: "sh" } => commands.Faults(block),
        { Language: "text" } => words.Say(block.Code) ? [] : ["nothing in src says this"],
        { Language: "json" } => JsonFaults(words, block.Code),
        { Language: "yaml" } when block.Code.StartsWith("version: 1", StringComparison.Ordinal) => tree.Has(Documents) ? [] : [$"{Documents}, which plans every document of the pages, is gone"],
        { Language: "yaml" } => commands.RecipeFaults(block),
        { Language: "sql" } => SqlFaults(tree, block.Code),
        { Language: "" } => ["the block has no language: sh, text, json, csharp, …"],
        _ => tree.Under(["samples", "tests/Tokgate.Conventions.Tests/Docs/Snippets"], ".cs", ".cshtml", ".html", ".js", ".mjs", ".ts", ".tsx", ".yaml").Any(file => Holds(file.Text, block.Code)) ? [] : ["this code stands in no sample, so nothing compiles it"],
    };

    // Indentation is the page's own affair.
    private static bool Holds(string text, string code) => Lines(text).Contains(Lines(code), StringComparison.Ordinal);

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    private static bool IsRunBy(SourceTree tree, CodeBlock block, string test)
    {
        var name = TestName.Match(test);
        if (!name.Success)
        {
            return false;
        }

        if (name.Groups["file"].Value is { Length: > 0 } script)
        {
            return tree.Text(script)?.Contains(block.Page.Name, StringComparison.Ordinal) == true;
        }

        var holder = tree.CSharp("tests").FirstOrDefault(file => file.Name == name.Groups["class"].Value + ".cs" && Regex.IsMatch(file.Text, $@"\b{name.Groups["method"].Value}\s*\("));
        return holder is not null && tree.CSharp("tests").Any(file => file.Project == holder.Project && file.Text.Contains(block.Page.Name, StringComparison.Ordinal));
    }

    private static IEnumerable<string> JsonFaults(SaidWords words, string code)
    {
        List<string> names;
        try
        {
            using var document = JsonDocument.Parse(code);
            names = [.. Names(document.RootElement)];
        }
        catch (JsonException fault)
        {
            return [$"it is not JSON: {fault.Message}"];
        }

        return names.Where(name => !words.Has(name)).Select(name => $"nothing in src has a member {name}");
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Names(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static IEnumerable<string> SqlFaults(SourceTree tree, string code)
    {
        var schema = string.Join('\n', tree.All.Where(file => file.Path.EndsWith(".sql", StringComparison.Ordinal)).Select(file => file.Text));
        return Column.Matches(Regex.Replace(code, "'[^']*'", "")).Select(match => match.Value).Except(["select", "from", "where", "is", "not", "null", "and", "order", "by"])
            .Where(word => !Regex.IsMatch(schema, $@"\b{word}\b")).Select(word => $"no migration has {word}");
    }
}
