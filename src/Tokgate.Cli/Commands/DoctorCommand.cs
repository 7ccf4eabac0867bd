using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Doors;
using Tokgate.Cli.Output;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create() => new Command("doctor", """
        Looks at the set-up of this machine's broker and says how each part stands: settings, database and schema, master key, issuer, every connection's redirect URI,
        scopes, key and secret (TikTok is asked with a made-up code), and the clock. Changes nothing. Ends with 1 if something cannot work.

        Examples:
          tokgate doctor
          tokgate doctor --json
        """).Does(RunAsync);

    private static async Task<int> RunAsync(CommandRun run)
    {
        var findings = new JsonArray();
        var isBroken = false;
        await foreach (var finding in TokgateServerLocal.DiagnoseAsync(LocalDoor.Options, run.Cancellation))
        {
            isBroken |= finding.Level == TokgateServerFindingLevel.Failed;
            var (word, colour) = finding.Level switch
            {
                TokgateServerFindingLevel.Fine => ("ok", Colour.Green),
                TokgateServerFindingLevel.Warning => ("warning", Colour.Yellow),
                TokgateServerFindingLevel.Failed => ("failed", Colour.Red),
                _ => ("unknown", Colour.Yellow),
            };
            if (run.Terminal.IsJson)
            {
                findings.Add(new JsonObject { ["check"] = finding.Check, ["level"] = word, ["message"] = finding.Message });
            }
            else
            {
                run.Terminal.Line($"{word,-8} {finding.Check}: {finding.Message}", colour);
            }
        }

        if (run.Terminal.IsJson)
        {
            run.Terminal.Json(new JsonObject { ["findings"] = findings });
        }

        return isBroken ? ExitCodes.Failed : ExitCodes.Done;
    }
}
