using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tokgate.Cli.Commands;

internal static class RewrapCommand
{
    public static Command Create() => new Command("rewrap", """
        Puts everything that is sealed under the master key of now, while the broker serves. After it, on all nodes, the former key may go. May be stopped and run again.

        Examples:
          Tokgate__FormerMasterKeyFile=old.key tokgate rewrap
        """).Does(static async run =>
        {
            await using var door = await run.OpenLocalAsync();
            run.Terminal.Progress("Sealing anew. This may take a while with many grants.");
            var (grants, key) = await door.Server.RewrapAsync(run.Cancellation);
            run.Terminal.Tell(new JsonObject { ["grants"] = grants, ["master_key_id"] = key }, terminal => terminal.Line($"Done: {grants} grants moved to the master key {key}."));
            return ExitCodes.Done;
        });
}
