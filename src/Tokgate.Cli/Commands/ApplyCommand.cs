using System.CommandLine;
using Tokgate.Cli.Doors;
using Tokgate.Cli.Output;

namespace Tokgate.Cli.Commands;

internal static class ApplyCommand
{
    private static readonly Option<int?> Overlap = new("--previous-secret-expires-in") { Description = "How long the secret before a new one lives on. 0 unless set.", HelpName = "SECONDS" };

    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Does not ask." };

    public static Command Create() => new Command("apply", """
        Makes the server as the document says: shows the plan, asks, and applies all of it or nothing, and only if the server has not changed meanwhile.
        The document refers to secrets as ${env:NAME} or ${file:PATH}; they are looked up here. What is not in the document stays unless --prune is said.

        Examples:
          tokgate apply tokgate.yaml --server https://login.example.com
          tokgate apply tokgate.yaml --local --yes --prune
        """) { PlanCommand.File, PlanCommand.Prune, Yes, Overlap }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandRun run)
    {
        var body = await PlanCommand.BodyAsync(run, run.Of(PlanCommand.Prune));
        body["previous_secret_expires_in"] = run.Of(Overlap) ?? 0;
        await using var door = await run.OpenAsync();
        var plan = (await door.CallAsync("POST", "configuration/plan", body, run.Cancellation))!.AsObject(); // every plan is told
        if (!run.Terminal.IsJson)
        {
            PlanText.Write(plan, run.Terminal);
        }

        if (!PlanCommand.Differs(plan))
        {
            run.Terminal.Tell(plan, static _ => { });
            return ExitCodes.Done;
        }

        run.Confirm(Yes, $"Apply this to {door.Name}?");
        body["state"] = plan["state"]!.DeepClone(); // every plan has it
        var applied = await door.CallAsync("PUT", "configuration", body, run.Cancellation);
        run.Terminal.Tell(applied, static terminal => terminal.Line("Applied."));
        return ExitCodes.Done;
    }
}
