using Tokgate.Server.Protocol;

namespace Tokgate.Server.Connections;

/// <summary>
/// Brings the rows in line with what settings and code declare, at every start. A declaration counts when it is new or has changed; as long as it says the same, what the
/// management API has made of the connection since stands. A changed one is written over what it speaks of and nothing else: other apps keep what was granted to them.
/// </summary>
internal sealed class ConnectionSeeding(IConnectionStore store, DeclaredConnections declared, ConnectionDirectory directory, IHostEnvironment environment)
{
    // Another node that starts at the same moment writes the same; more turns than this would be two programs with two opinions.
    private const int MaxTurns = 5;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var config in declared.All)
        {
            Check(config);
        }

        for (var turn = 0; !await TryApplyAsync(cancellationToken); turn++)
        {
            if (turn == MaxTurns)
            {
                throw new SetupException(ErrorIds.ConnectionInvalid, "A declared connection could not be written: another connection has its name in other letters, or another program writes it all the time.");
            }
        }

        await directory.StartAsync(cancellationToken);
    }

    private async Task<bool> TryApplyAsync(CancellationToken cancellationToken)
    {
        var rows = (await store.ListAsync(cancellationToken)).ToDictionary(static row => row.Config.Name, StringComparer.Ordinal);
        foreach (var config in declared.All)
        {
            var digest = DeclaredConnections.DigestOf(config);
            var known = rows.GetValueOrDefault(config.Name);
            if (known?.Declared == digest)
            {
                continue;
            }

            var outcome = known is null
                ? await store.TryCreateAsync(new StoredConnection(config with { Id = ConnectionConfig.NewId() }) { Declared = digest }, cancellationToken)
                : await store.TryUpdateAsync(known with { Config = Over(known.Config, config), Declared = digest }, freed: [], cancellationToken);
            if (outcome != ConnectionWrite.Done)
            {
                return false;
            }
        }

        return true;
    }

    private static ConnectionConfig Over(ConnectionConfig known, ConnectionConfig declared) => known with
    {
        Apps =
        [
            .. declared.Apps.Select(app => known.Find(app.ClientKey) is { } there ? there with { Address = app.Address, ApprovedScopes = app.ApprovedScopes } : app),
            .. known.Apps.Where(app => declared.Find(app.ClientKey) is null),
        ],
        Platform = declared.Platform,
        LiveApp = declared.LiveApp,
        Scopes = declared.Scopes,
        JoinsByUnionId = declared.JoinsByUnionId,
        KeepsTokens = declared.KeepsTokens,
        IsActiveForConnectedAccounts = declared.IsActiveForConnectedAccounts,
        OffersQrCode = declared.OffersQrCode,
        PlaceholderEmailDomain = declared.PlaceholderEmailDomain,
    };

    private void Check(ConnectionConfig config)
    {
        if (ConnectionRules.Faults(config) is { Count: > 0 } faults)
        {
            throw new SetupException(ErrorIds.ConnectionInvalid, $"The connection {AllowedText.Of(config.Name)} cannot be as it is declared: {string.Join("; ", faults)}.");
        }

        if (environment.IsProduction() && config.Apps.Any(ConnectionRules.LeadsToEmulator))
        {
            throw ConnectionDirectory.Emulated(config.Name);
        }
    }
}
