using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Documents;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

internal static class ImportCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The JSON of one connection, as GET /api/v2/connections/{id} of Auth0 answers; - for standard input." };

    public static Command Create() => new("import", "Makes a document of another product's set-up.")
    {
        new Command("auth0", """
            Makes a document of an Auth0 connection's JSON, or says why it cannot be: addresses of TikTok's Login Kit v1 become those of v2, a fetchUserProfile script is refused with
            the mapping that does the same. Its secret is not copied. Needs no server.

            Examples:
              tokgate import auth0 connection.json > tokgate.yaml
              tokgate plan tokgate.yaml --server https://login.example.com
            """) { File }.Does(RunAsync),
    };

    private static async Task<int> RunAsync(CommandRun run)
    {
        var import = TokgateServerLocal.ImportAuth0(await DocumentFile.ReadAsync(run.Of(File), run.Cancellation));
        foreach (var note in import.Notes)
        {
            run.Terminal.Progress("! " + note);
        }

        if (import.Document is not { } json)
        {
            throw new CommandException(ErrorIds.ImportRefused, "This connection cannot be taken over as it is:") { Details = import.Reasons };
        }

        var document = JsonNode.Parse(json);
        run.Terminal.Tell(document, terminal => terminal.Line(YamlText.Write(document).TrimEnd('\n')));
        return ExitCodes.Done;
    }
}
