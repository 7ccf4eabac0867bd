using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Doors;

namespace Tokgate.Cli.Commands;

internal static class KeysCommand
{
    private static readonly Argument<string> Kid = new("kid") { Description = "The key's id, as `tokgate keys list` tells it." };
    private static readonly Option<string?> Algorithm = new("--alg") { Description = "Only of this algorithm, RS256 or ES256.", HelpName = "ALG" };

    public static Command Create() => new("keys", "The keys that sign tokens.")
    {
        new Command("list", """
            Lists the keys and how they stand.

            Examples:
              tokgate keys list --local
              tokgate keys list --server https://login.example.com --json
            """).Does(ListAsync),
        new Command("rotate", """
            Announces a successor of each key, which takes over when every relying party has had time to fetch it. Breaks nothing.

            Examples:
              tokgate keys rotate --server https://login.example.com
              tokgate keys rotate --local --alg ES256
            """) { Algorithm }.Does(RotateAsync),
        new Command("revoke", """
            Removes a key that leaked, at once: what it signed is refused, and a successor signs from now on. People and machines need new tokens.

            Examples:
              tokgate keys revoke Zk3… --server https://login.example.com --yes
            """) { Kid, ApplyCommand.Yes }.Does(RevokeAsync),
    };

    private static async Task<int> ListAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        Tell(run, await door.GetAsync("keys/signing", run.Cancellation));
        return ExitCodes.Done;
    }

    private static async Task<int> RotateAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        var answer = await door.CallAsync("POST", "keys/signing/rotate", run.Of(Algorithm) is { } algorithm ? new JsonObject { ["alg"] = algorithm } : [], run.Cancellation);
        Tell(run, answer?["keys"]);
        return ExitCodes.Done;
    }

    private static async Task<int> RevokeAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        var kid = run.Of(Kid);
        run.Confirm(ApplyCommand.Yes, $"Revoke the key {kid}? Every token that it signed is refused from then on.");
        var answer = await door.CallAsync("PUT", $"keys/signing/{Uri.EscapeDataString(kid)}/revoke", null, run.Cancellation);
        run.Terminal.Tell(answer, terminal => terminal.Line($"Revoked {kid}."));
        return ExitCodes.Done;
    }

    private static void Tell(CommandRun run, JsonNode? keys) => run.Terminal.Tell(keys, terminal => terminal.Table(
        ["KID", "ALG", "STATE", "SIGNS SINCE"],
        (keys?.AsArray() ?? []).Select(static key => (IReadOnlyList<string>)[Word(key, "kid"), Word(key, "alg"), Word(key, "state"), Word(key, "current_since")])));

    private static string Word(JsonNode? holder, string name) => (string?)holder?[name] ?? "";
}
