using System.CommandLine;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

internal static class SchemaCommand
{
    public static Command Create() => new Command("schema", """
        Writes the JSON Schema of a document, for editors that complete and check by it. Needs no server.

        Examples:
          tokgate schema > tokgate.schema.json
          echo '# yaml-language-server: $schema=tokgate.schema.json' > tokgate.yaml
        """).Does(static run =>
        {
            run.Terminal.Line(TokgateServerLocal.ConfigurationSchema);
            return Task.FromResult(ExitCodes.Done);
        });
}
