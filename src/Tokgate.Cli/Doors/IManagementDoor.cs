using System.Text.Json.Nodes;

namespace Tokgate.Cli.Doors;

/// <summary>A way to the management API of one server.</summary>
internal interface IManagementDoor : IAsyncDisposable
{
    /// <summary>Where it leads, for people.</summary>
    string Name { get; }

    Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body, CancellationToken cancellationToken);
}
