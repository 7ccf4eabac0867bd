using System.CommandLine;
using System.Text.Json.Nodes;
using Tokgate.Cli.Documents;
using Tokgate.Cli.Doors;

namespace Tokgate.Cli.Commands;

/// <summary>How an operator gets the first credential: on the server's machine, by its own database and keys.</summary>
internal static class AdminCommand
{
    private static readonly Argument<string> Client = new("client-id") { Description = "The client's id." };
    private static readonly Option<string?> Named = new("--name") { Description = "What people see. The id unless set." };
    private static readonly Option<string[]> Scopes = new("--scope") { Description = "A scope of the management API; more than once for several. All of them unless set.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> SecretFile = new("--secret-file") { Description = "Where its secret is written: a new file that only you can read.", HelpName = "PATH", Required = true };
    private static readonly Option<string> TokenFile = new("--token-file") { Description = "Where the token is written: a new file that only you can read.", HelpName = "PATH", Required = true };
    private static readonly Option<int> Lifetime = new("--expires-in") { Description = "Seconds that the token lives, 60 to 86400.", DefaultValueFactory = static _ => 3600, HelpName = "SECONDS" };

    private static readonly Option<string> Role = new("--role") { Description = "What whoever uses the link may do: owner, editor or viewer.", DefaultValueFactory = static _ => "owner" };
    private static readonly Option<string?> Again = new("--for") { Description = "The name of an administrator who has lost what they sign in with; all of it ends when the link is used.", HelpName = "NAME" };

    public static Command Create() => new("admin", "The first credentials, made on the server's machine. Each use is in the audit trail.")
    {
        new Command("invite", """
            Prints a one-time link to the dashboard, good for a day: for somebody new, or with --for for one who cannot get in any more. Whoever opens it is in.

            Examples:
              tokgate admin invite
              tokgate admin invite --role viewer
              tokgate admin invite --for ada
            """) { Role, Again }.Does(InviteAsync),
        new Command("create-client", """
            Makes a machine client with a grant for the management API, and writes its secret to a file that only you can read.

            Examples:
              tokgate admin create-client operator --secret-file operator.secret
              tokgate admin create-client reader --scope read:clients read:logs --secret-file reader.secret
            """) { Client, Named, Scopes, SecretFile }.Does(CreateClientAsync),
        new Command("token", """
            Writes an access token of the management API for a machine client to a file that only you can read. It stands on the client's secret and dies with it.

            Examples:
              tokgate admin token operator --token-file operator.token
              curl -H "Authorization: Bearer $(cat operator.token)" https://login.example.com/api/v2/clients
            """) { Client, Scopes, TokenFile, Lifetime }.Does(TokenAsync),
    };

    private static async Task<int> InviteAsync(CommandRun run)
    {
        await using var door = await run.OpenLocalAsync();
        var body = new JsonObject { ["role"] = run.Of(Role) };
        if (run.Of(Again) is { } name)
        {
            var all = await door.GetAsync("administrators", run.Cancellation);
            var whose = (all?.AsArray() ?? []).FirstOrDefault(one => string.Equals((string?)one?["user_name"], name, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandException(ErrorIds.CallRefused, $"There is no administrator {name}. `tokgate admin invite` makes a link for somebody new.");
            body = new JsonObject { ["administrator_id"] = (string?)whose["id"] };
        }

        var answer = await door.CallAsync("POST", "administrators/invitations", body, run.Cancellation);
        run.Terminal.Tell(answer, terminal =>
        {
            terminal.Line("Open this link once. Whoever has it is let in, so pass it on as you would a password:");
            terminal.Line((string?)answer?["link"] ?? "");
        });
        return ExitCodes.Done;
    }

    private static async Task<int> CreateClientAsync(CommandRun run)
    {
        await using var door = await run.OpenLocalAsync();
        await using var file = SecretOutput.Create(run.Of(SecretFile)!); // required
        var id = run.Of(Client);
        var scopes = run.Of(Scopes) is { Length: > 0 } some ? some : [.. door.Server.ManagementScopes];
        var document = new JsonObject
        {
            ["version"] = 1,
            ["clients"] = new JsonArray(new JsonObject { ["client_id"] = id, ["name"] = run.Of(Named) ?? id, ["app_type"] = "non_interactive", ["is_first_party"] = true, ["client_secret"] = Reference }),
            ["client_grants"] = new JsonArray(new JsonObject { ["client_id"] = id, ["audience"] = door.Server.ManagementAudience, ["scope"] = new JsonArray([.. scopes.Select(static scope => JsonValue.Create(scope))]) }),
        };
        var (status, _) = await door.SendAsync("GET", "clients/" + Uri.EscapeDataString(id), null, run.Cancellation);
        if (status == 200)
        {
            throw new CommandException(ErrorIds.CallRefused, $"There is a client {id} already. Take another id, or rotate its secret.");
        }

        // Both or none: a client without its grant would be there and of no use.
        var secret = SecretOutput.NewSecret();
        await door.CallAsync("PUT", "configuration", new JsonObject { ["document"] = document, ["secrets"] = new JsonObject { [Reference] = secret } }, run.Cancellation);
        await file.WriteAsync(secret, run.Cancellation);
        run.Terminal.Tell(new JsonObject { ["client_id"] = id, ["secret_file"] = file.Path }, terminal =>
        {
            terminal.Line($"Made the client {id}. Its secret is in {file.Path}.");
            terminal.Line($"export {RemoteDoor.IdVariable}={id} {RemoteDoor.SecretVariable}=\"$(cat {file.Path})\"");
        });
        return ExitCodes.Done;
    }

    private static async Task<int> TokenAsync(CommandRun run)
    {
        var lifetime = run.Of(Lifetime);
        if (lifetime is < 60 or > 86_400)
        {
            throw new CommandException(ErrorIds.CallRefused, "--expires-in must be 60 to 86400 seconds.") { ExitCode = ExitCodes.Usage };
        }

        await using var door = await run.OpenLocalAsync();
        await using var file = SecretOutput.Create(run.Of(TokenFile)!); // required
        var id = run.Of(Client);
        var (token, fault) = await door.Server.IssueTokenAsync(id, run.Of(Scopes) is { Length: > 0 } some ? some : null, TimeSpan.FromSeconds(lifetime), run.Cancellation);
        if (token is null)
        {
            throw new CommandException(ErrorIds.CallRefused, fault!); // one of the two is there
        }

        await file.WriteAsync(token, run.Cancellation);
        run.Terminal.Tell(new JsonObject { ["client_id"] = id, ["token_file"] = file.Path, ["expires_in"] = lifetime }, terminal => terminal.Line($"The token is in {file.Path} and lives {lifetime} seconds."));
        return ExitCodes.Done;
    }

    private const string Reference = "${env:TOKGATE_NEW_CLIENT_SECRET}";
}
