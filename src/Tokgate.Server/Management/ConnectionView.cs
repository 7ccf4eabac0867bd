using Tokgate.Server.Connections;
using Tokgate.TikTok;

namespace Tokgate.Server.Management;

/// <summary>A connection as the management API tells it, with its secrets, which are never told, and what a call says about its live app, which is settled once all of it was read.</summary>
internal sealed record ConnectionView(ConnectionConfig Config)
{
    /// <value>Null for one that is being made.</value>
    public StoredConnection? Stored { get; init; }

    /// <value>Where TikTok sends browsers back to, and its webhooks; null while it has no name.</value>
    public ConnectionAddresses? Addresses { get; init; }

    public string? SentClientId { get; init; }

    public ClientSecret? SentSecret { get; init; }

    public IReadOnlyList<string>? SentApprovedScopes { get; init; }

    public bool HasSentScope { get; init; }

    /// <value>Sentences about what was taken in another way than it was sent.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static ConnectionView Empty { get; } = new(new ConnectionConfig("", []) { LiveApp = "" });

    public ConnectionView With(Func<ConnectionConfig, ConnectionConfig> change) => this with { Config = change(Config) };

    public override string ToString() => $"{nameof(ConnectionView)} {Config.Name}";
}
