using System.Text.Json.Nodes;
using Tokgate.Server;

namespace Tokgate.Cli.Doors;

/// <summary>The server of this machine, by its settings, database and keys.</summary>
internal sealed class LocalDoor(TokgateServerLocal server) : IManagementDoor
{
    public string Name => "the local server";

    public TokgateServerLocal Server { get; } = server;

    // A command never migrates: that is the server's start, after a backup.
    public static TokgateServerOptions Options { get; } = new() { Migrate = false, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning };

    public static async Task<LocalDoor> OpenAsync(CancellationToken cancellationToken) => new(await TokgateServerLocal.StartAsync(Options, cancellationToken));

    public async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = await Server.SendAsync(method, path, body?.ToJsonString(), cancellationToken);
        return (answer.Status, answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Body));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
