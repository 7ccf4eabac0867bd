using System.Text.Json.Nodes;

namespace Tokgate.Cli.Tests;

internal sealed record CommandAnswer(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.TrimEnd().Split('\n');

    public JsonNode Json => JsonNode.Parse(Output)!; // asked for as JSON

    /// <summary>All that it said, for the message of a test that fails.</summary>
    public string All => $"exit code {ExitCode}\n{Output}\n{Error}";
}
