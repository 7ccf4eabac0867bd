using Microsoft.Extensions.Options;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Account;
using Tokgate.Server.Administrators;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Authorize;
using Tokgate.Server.Backups;
using Tokgate.Server.Clients;
using Tokgate.Server.Configuration;
using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Connections;
using Tokgate.Server.Consent;
using Tokgate.Server.Dashboard;
using Tokgate.Server.Diagnosis;
using Tokgate.Server.Discovery;
using Tokgate.Server.Grants;
using Tokgate.Server.Introspection;
using Tokgate.Server.Keys;
using Tokgate.Server.Logout;
using Tokgate.Server.Management;
using Tokgate.Server.Operations;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.PushedAuthorization;
using Tokgate.Server.QrAuthorization;
using Tokgate.Server.Revocation;
using Tokgate.Server.Sessions;
using Tokgate.Server.Settings;
using Tokgate.Server.Storage;
using Tokgate.Server.Telemetry;
using Tokgate.Server.Token;
using Tokgate.Server.TokenProxy;
using Tokgate.Server.Trials;
using Tokgate.Server.Upstream;
using Tokgate.Server.UserInfo;
using Tokgate.Server.Vault;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server;

/// <summary>The broker as a web application, ready to be started alone or beside others in one process.</summary>
public static class TokgateServer
{
    public static WebApplication Create(TokgateServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(options, static _ => { });
    }

    /// <summary>The token proxy alone: TikTok's token endpoint as RFC 6749 has it, for products that only let a URL be changed. It listens on port 3333 unless told otherwise.</summary>
    /// <param name="options">Of them the arguments, the addresses, the environment, the log level and the clock count.</param>
    /// <exception cref="Exception">Its settings cannot work; <see cref="TokgateServerLocal.FaultsOf"/> says how to mend them.</exception>
    public static WebApplication CreateProxy(TokgateServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ProxyServer.Create(options, static _ => { });
    }

    /// <summary>Runs the token proxy alone until it is told to stop, in a process that is nothing else.</summary>
    /// <param name="arguments">As on the command line.</param>
    /// <param name="cancellationToken">Stops it, beside the signals.</param>
    /// <exception cref="Exception">As for <see cref="CreateProxy"/>.</exception>
    public static async Task RunProxyAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        PrepareProxyProcess();
        await using var proxy = CreateProxy(new TokgateServerOptions { Arguments = arguments });
        await ((IHost)proxy).RunAsync(cancellationToken);
    }

    /// <summary>Settles how sockets work in a process that is the token proxy and nothing else. To be called before the first of them is made.</summary>
    /// <remarks>
    /// What TikTok answers then goes on where it arrived, and not in another thread that has to be woken (docs/decisions/2026-11-22-threads.md). For programs in which nothing that comes with an
    /// answer waits or works for long, as it is here, and as it is not in a broker with its database. An environment that says otherwise has the last word.
    /// </remarks>
    public static void PrepareProxyProcess()
    {
        const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"; // .NET has no other switch for it
        if (Environment.GetEnvironmentVariable(Inline) is null)
        {
            Environment.SetEnvironmentVariable(Inline, "1");
        }
    }

    /// <param name="options">As for the public door.</param>
    /// <param name="adjust">Has the last word before the services are settled.</param>
    internal static WebApplication Create(TokgateServerOptions options, Action<WebApplicationBuilder> adjust)
    {
        var builder = ServerHost.CreateBuilder(options);
        var configuration = builder.Configuration;
        builder.Services.AddTelemetry(configuration);
        builder.Logging.AddTelemetry(configuration);
        builder.Services.AddProtocol(configuration);
        builder.Services.AddOperations(configuration);
        builder.Services.AddAudit(configuration);
        builder.Services.AddKeys(configuration);
        builder.Services.AddStorage(configuration);
        builder.Services.AddBackups();
        builder.Services.AddOutgoing(configuration);
        builder.Services.AddApis();
        builder.Services.AddClients();
        builder.Services.AddUpstreamConnections();
        builder.Services.AddSessions(configuration);
        builder.Services.AddPages();
        builder.Services.AddUpstream(configuration);
        builder.Services.AddConsent();
        builder.Services.AddConnectedAccounts();
        builder.Services.AddAccount();
        builder.Services.AddAuthorize();
        builder.Services.AddGrants(configuration);
        builder.Services.AddAccessTokens();
        builder.Services.AddToken();
        builder.Services.AddUserInfo();
        builder.Services.AddIntrospection();
        builder.Services.AddRevocation();
        builder.Services.AddLogout();
        builder.Services.AddWebhooks(configuration);
        builder.Services.AddPushedAuthorization();
        builder.Services.AddQrAuthorization();
        builder.Services.AddManagement();
        builder.Services.AddConfigurationDocuments();
        builder.Services.AddSettings();
        builder.Services.AddTrials();
        builder.Services.AddDiagnosis();
        builder.Services.AddAdministrators(configuration);
        builder.Services.AddDashboard();
        builder.Services.AddDiscovery();
        builder.Services.AddHostedService<StartUp>();
        builder.Services.AddVault(configuration);
        builder.Services.AddTokenProxy(configuration);

        adjust(builder);
        var app = builder.Build();

        // Here and not at the start, where the first service that reads wrong options would hide the other faults.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var issuerPath = app.Services.GetRequiredService<Issuer>().Path;
        app.UseGate(issuerPath);
        app.MapHealth();
        app.MapAssets();
        app.MapDiscovery(issuerPath);
        app.MapAuthorize();
        app.MapUpstream();
        app.MapConsent();
        app.MapConnectedAccounts();
        app.MapAccount();
        app.MapToken();
        app.MapUserInfo();
        app.MapIntrospection();
        app.MapRevocation();
        app.MapLogout();
        app.MapWebhooks();
        app.MapPushedAuthorization();
        app.MapQrAuthorization();
        app.MapManagement();
        app.MapDashboard();
        app.MapTokenProxy();
        return app;
    }

    /// <summary>A one-time link that makes whoever opens it the broker's first owner; null if somebody administers it already.</summary>
    /// <param name="app">What <see cref="Create(TokgateServerOptions)"/> made, started.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<string?> InviteFirstAdministratorAsync(WebApplication app, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<Invitations>().FirstAsync(cancellationToken);
    }

    /// <summary>Runs it until it is told to stop. While nobody administers it, it writes a one-time link for the first owner to the terminal; never to the log, whose readers must not get in by it.</summary>
    /// <param name="app">What <see cref="Create(TokgateServerOptions)"/> made, not started.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        await app.StartAsync(cancellationToken);
        if (await InviteFirstAdministratorAsync(app, cancellationToken) is { } link)
        {
            await Console.Out.WriteLineAsync($"Nobody administers this broker yet. Open this link once, within a day, to become its owner: {link}");
        }

        await app.WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>Writes everything that the broker keeps, but the master key and what lets somebody in, into one file, while it serves.</summary>
    /// <param name="options">Of the broker whose database it is.</param>
    /// <param name="file">Must not be there.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>A sentence for the operator.</returns>
    public static Task<string> BackUpAsync(TokgateServerOptions options, string file, CancellationToken cancellationToken = default) =>
        BackupCommand.RunAsync(options, command => command.BackUpAsync(file, cancellationToken));

    /// <summary>Fills an empty database from a backup, of whichever engine. Sessions, codes and tokens of before are refused afterwards.</summary>
    /// <param name="options">Of the broker that is to be; its master key must open the backup.</param>
    /// <param name="file">What <see cref="BackUpAsync"/> wrote.</param>
    /// <param name="cancellationToken">Gives up; the database stays empty.</param>
    /// <returns>A sentence for the operator.</returns>
    public static Task<string> RestoreAsync(TokgateServerOptions options, string file, CancellationToken cancellationToken = default) =>
        BackupCommand.RunAsync(options, command => command.RestoreAsync(file, cancellationToken));

    /// <summary>For a database that came back in another way (a copy of the file, the database's own archive): does to it what <see cref="RestoreAsync"/> does at its end.</summary>
    /// <param name="options">Of the broker, which must not run yet.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed.</param>
    /// <returns>A sentence for the operator.</returns>
    public static Task<string> AfterRestoreAsync(TokgateServerOptions options, CancellationToken cancellationToken = default) =>
        BackupCommand.RunAsync(options, command => command.AfterRestoreAsync(cancellationToken));
}
