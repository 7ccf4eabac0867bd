using System.CommandLine;
using Tokgate.Cli.Documents;
using Tokgate.Cli.Doors;

namespace Tokgate.Cli.Commands;

internal static class ExportCommand
{
    public static Command Create() => new Command("export", """
        Writes the server's set-up as a document that makes the same again. Secrets are not in it: it refers to variables such as TOKGATE_CLIENT_MYAPP_SECRET.

        Examples:
          tokgate export --server https://login.example.com > tokgate.yaml
          tokgate export --local --json > tokgate.json
        """).Does(static async run =>
        {
            await using var door = await run.OpenAsync();
            var document = await door.GetAsync("configuration", run.Cancellation);
            run.Terminal.Tell(document, terminal => terminal.Line(YamlText.Write(document).TrimEnd('\n')));
            return ExitCodes.Done;
        });
}
