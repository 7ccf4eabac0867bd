using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Documents;
using Tokgate.Cli.Doors;
using Tokgate.Cli.Output;

namespace Tokgate.Cli.Commands;

internal static class PlanCommand
{
    private static readonly Option<bool> Detailed = new("--detailed-exitcode") { Description = "Ends with 3 if there is something to change." };

    public static Argument<string> File { get; } = new("file") { Description = "The document: YAML, JSON with comments (.json), or - for standard input." };

    public static Option<bool> Prune { get; } = new("--prune") { Description = "Things that are not in the document go, in the sections that it has." };

    public static Command Create() => new Command("plan", """
        Says what applying a document would change, and changes nothing.

        Examples:
          tokgate plan tokgate.yaml --server https://login.example.com
          tokgate plan tokgate.yaml --local --prune --detailed-exitcode
        """) { File, Prune, Detailed }.Does(static async run =>
        {
            var plan = await PlanAsync(run, run.Of(Prune));
            return run.Of(Detailed) && Differs(plan) ? ExitCodes.Differences : ExitCodes.Done;
        });

    public static Command CreateDiff() => new Command("diff", """
        Says where the server is not as the document says, with what is there and not in the document. Changes nothing; ends with 3 if they differ.

        Examples:
          tokgate diff tokgate.yaml --server https://login.example.com
          tokgate diff tokgate.yaml --local --json
        """) { File }.Does(static async run => Differs(await PlanAsync(run, prune: true)) ? ExitCodes.Differences : ExitCodes.Done);

    public static bool Differs(JsonObject plan) => plan["changes"] is JsonArray { Count: > 0 };

    /// <summary>The body of a call that plans or applies: the document, and beside it the secrets that it refers to.</summary>
    public static async Task<JsonObject> BodyAsync(CommandRun run, bool prune)
    {
        var document = await DocumentFile.ReadAsync(run.Of(File), run.Cancellation);
        var secrets = References.Resolve(document);
        return new JsonObject
        {
            ["document"] = document,
            ["secrets"] = new JsonObject(secrets.Select(static secret => KeyValuePair.Create<string, JsonNode?>(secret.Key, JsonValue.Create(secret.Value)))),
            ["prune"] = prune,
        };
    }

    private static async Task<JsonObject> PlanAsync(CommandRun run, bool prune)
    {
        var body = await BodyAsync(run, prune);
        await using var door = await run.OpenAsync();
        var plan = (await door.CallAsync("POST", "configuration/plan", body, run.Cancellation))!.AsObject(); // every plan is told
        run.Terminal.Tell(plan, terminal => PlanText.Write(plan, terminal));
        return plan;
    }
}
