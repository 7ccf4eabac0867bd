using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Doors;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

internal static class BackupCommand
{
    private static readonly Argument<string> NewFile = new("file") { Description = "A new file." };
    private static readonly Argument<string> OldFile = new("file") { Description = "What `tokgate backup` wrote." };

    public static IEnumerable<Command> Create() =>
    [
        new Command("backup", """
            Writes the whole database into one file, while the broker runs. The master key is not in it and opens it: keep that elsewhere.

            Examples:
              tokgate backup tokgate-2026-11-21.backup
            """) { NewFile }.Does(static run => RunAsync(run, "Reading the database.", () => TokgateServer.BackUpAsync(LocalDoor.Options, run.Of(NewFile), run.Cancellation))),
        new Command("restore", """
            Fills an empty database from a backup, of whichever engine. Everybody is signed out, what was revoked stays revoked, and TikTok's grants are asked for again.

            Examples:
              Tokgate__Database="Host=db.example.com;…" tokgate restore tokgate-2026-11-21.backup
            """) { OldFile }.Does(static run => RunAsync(run, "Filling the database.", () => TokgateServer.RestoreAsync(LocalDoor.Options, run.Of(OldFile), run.Cancellation))),
        new Command("after-restore", """
            For a database that came back in another way (a copy of the file, the database's own archive): does to it what restore does at its end. The broker must not run yet.

            Examples:
              tokgate after-restore
            """).Does(static run => RunAsync(run, "Ending what was open.", () => TokgateServer.AfterRestoreAsync(LocalDoor.Options, run.Cancellation))),
    ];

    private static async Task<int> RunAsync(CommandRun run, string progress, Func<Task<string>> act)
    {
        run.RefuseRemote();
        run.Terminal.Progress(progress);
        var told = await act();
        run.Terminal.Tell(new JsonObject { ["message"] = told }, terminal => terminal.Line(told));
        return ExitCodes.Done;
    }
}
