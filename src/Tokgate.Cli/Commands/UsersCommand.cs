using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Cli.Doors;

namespace Tokgate.Cli.Commands;

internal static class UsersCommand
{
    private static readonly Option<string?> Search = new("--search") { Description = "How a name or a username begins.", HelpName = "TEXT" };
    private static readonly Option<string?> Query = new("--query") { Description = "As q of the management API, e.g. connection:\"tiktok\" AND username:ann*.", HelpName = "Q" };
    private static readonly Option<int> Take = new("--take") { Description = "How many at most, 1 to 100.", DefaultValueFactory = static _ => 50, HelpName = "N" };

    public static Argument<string> User { get; } = new("user-id") { Description = "The person's id, as `tokgate users list` tells it." };

    public static Command Create() => new("users", "People who signed in.")
    {
        new Command("list", """
            Lists people, the newest first, or by name where a name is looked for.

            Examples:
              tokgate users list --search ann --server https://login.example.com
              tokgate users list --query 'open_id:"…"' --local --json
            """) { Search, Query, Take }.Does(ListAsync),
        new Command("show", """
            Tells what is known of one person.

            Examples:
              tokgate users show Kb3… --server https://login.example.com
            """) { User }.Does(ShowAsync),
        new Command("block", """
            Lets a person in no more: their sessions end, and with them what applications hold of them.

            Examples:
              tokgate users block Kb3… --server https://login.example.com --yes
            """) { User, ApplyCommand.Yes }.Does(static run => BlockAsync(run, isBlocked: true)),
        new Command("unblock", """
            Lets a blocked person sign in again.

            Examples:
              tokgate users unblock Kb3… --server https://login.example.com
            """) { User }.Does(static run => BlockAsync(run, isBlocked: false)),
        new Command("delete", """
            Removes a person with everything: sessions, what applications hold, and TikTok's grants, which are ended at TikTok. There is no way back.

            Examples:
              tokgate users delete Kb3… --server https://login.example.com --yes
            """) { User, ApplyCommand.Yes }.Does(DeleteAsync),
    };

    public static string Path(CommandRun run) => "users/" + Uri.EscapeDataString(run.Of(User));

    public static string Word(JsonNode? holder, string name) => holder?[name] switch { null => "", JsonValue value when value.TryGetValue<string>(out var text) => text, var other => other.ToJsonString() };

    private static async Task<int> ListAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        var query = string.Create(CultureInfo.InvariantCulture, $"?page=0&per_page={run.Of(Take)}")
            + (run.Of(Search) is { } search ? "&search=" + Uri.EscapeDataString(search) : "") + (run.Of(Query) is { } q ? "&q=" + Uri.EscapeDataString(q) : "");
        var users = await door.GetAsync("users" + query, run.Cancellation);
        run.Terminal.Tell(users, terminal => terminal.Table(
            ["USER", "NAME", "USERNAME", "LAST LOGIN", "BLOCKED"],
            (users?.AsArray() ?? []).Select(static user => (IReadOnlyList<string>)[Word(user, "user_id"), Printable(Word(user, "name")), Printable(Word(user, "username")), Word(user, "last_login"), Word(user, "blocked")])));
        return ExitCodes.Done;
    }

    private static async Task<int> ShowAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        run.Terminal.Json(await door.GetAsync(Path(run), run.Cancellation));
        return ExitCodes.Done;
    }

    private static async Task<int> BlockAsync(CommandRun run, bool isBlocked)
    {
        await using var door = await run.OpenAsync();
        if (isBlocked)
        {
            run.Confirm(ApplyCommand.Yes, $"Block {run.Of(User)} and end their sessions?");
        }

        var user = await door.CallAsync("PATCH", Path(run), new JsonObject { ["blocked"] = isBlocked }, run.Cancellation);
        run.Terminal.Tell(user, terminal => terminal.Line($"{run.Of(User)} is {(isBlocked ? "blocked" : "not blocked")}."));
        return ExitCodes.Done;
    }

    private static async Task<int> DeleteAsync(CommandRun run)
    {
        await using var door = await run.OpenAsync();
        run.Confirm(ApplyCommand.Yes, $"Remove {run.Of(User)} with everything, also at TikTok?");
        await door.CallAsync("DELETE", Path(run), null, run.Cancellation);
        run.Terminal.Tell(new JsonObject { ["user_id"] = run.Of(User) }, terminal => terminal.Line($"{run.Of(User)} is removed."));
        return ExitCodes.Done;
    }

    // People choose their names, and a terminal obeys some characters.
    private static string Printable(string text) => string.Concat(text.Select(static character => char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format ? '·' : character));
}
