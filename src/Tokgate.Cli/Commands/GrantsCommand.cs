using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Doors;

namespace Tokgate.Cli.Commands;

internal static class GrantsCommand
{
    private static readonly Argument<string> Grant = new("grant-id") { Description = "The grant's id, as `tokgate grants list` tells it." };

    public static Command Create() => new("grants", "What people granted at TikTok, as the vault keeps it. A token is never told.")
    {
        new Command("list", """
            Lists a person's TikTok grants with their state and deadlines.

            Examples:
              tokgate grants list Kb3… --server https://login.example.com
            """) { UsersCommand.User }.Does(ListAsync),
        new Command("refresh", """
            Gets a new pair of tokens from TikTok now, and tells how the grant stands then.

            Examples:
              tokgate grants refresh Kb3… Zt7… --server https://login.example.com
            """) { UsersCommand.User, Grant }.Does(RefreshAsync),
        new Command("revoke", """
            Ends a grant here at once, and at TikTok as soon as TikTok answers.

            Examples:
              tokgate grants revoke Kb3… Zt7… --server https://login.example.com --yes
            """) { UsersCommand.User, Grant, ApplyCommand.Yes }.Does(RevokeAsync),
    };

    private static string Path(CommandRun run) => $"{UsersCommand.Path(run)}/grants/{Uri.EscapeDataString(run.Of(Grant))}";

    private static async Task<int> ListAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        var grants = await door.GetAsync(UsersCommand.Path(run) + "/grants", run.Cancellation);
        run.Terminal.Tell(grants, terminal => Tell(terminal, grants?.AsArray() ?? []));
        return ExitCodes.Done;
    }

    private static async Task<int> RefreshAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        var grant = await door.CallAsync("POST", Path(run) + "/refresh", null, run.Cancellation);
        run.Terminal.Tell(grant, terminal => Tell(terminal, [grant?.DeepClone()]));
        return ExitCodes.Done;
    }

    private static async Task<int> RevokeAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        run.Confirm(ApplyCommand.Yes, $"End the grant {run.Of(Grant)}?");
        await door.CallAsync("DELETE", Path(run), null, run.Cancellation);
        run.Terminal.Tell(new JsonObject { ["id"] = run.Of(Grant) }, terminal => terminal.Line($"The grant {run.Of(Grant)} is ended."));
        return ExitCodes.Done;
    }

    private static void Tell(Output.Terminal terminal, JsonArray grants) => terminal.Table(
        ["GRANT", "CONNECTION", "STATE", "EXPIRES", "REFRESH EXPIRES", "LAST CAUSE"],
        grants.Select(static grant => (IReadOnlyList<string>)
        [
            UsersCommand.Word(grant, "id"), UsersCommand.Word(grant, "connection"), UsersCommand.Word(grant, "state"), UsersCommand.Word(grant, "expires_at"), UsersCommand.Word(grant, "refresh_expires_at"),
            UsersCommand.Word(grant?["last_attempt"], "cause"),
        ]));
}
