using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Configuration;
using Tokgate.Server.Diagnosis;
using Tokgate.Server.Keys;
using Tokgate.Server.Local;
using Tokgate.Server.Protocol;
using Tokgate.Server.Token;
using Tokgate.Vault;

namespace Tokgate.Server;

/// <summary>The broker of this machine without its listener, for whoever sits at it: on the same settings, database and keys, also while the broker runs beside it.</summary>
public sealed class TokgateServerLocal : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly LocalServer server;
    private readonly Uri issuer;
    private readonly string actor;

    private TokgateServerLocal(WebApplication app, LocalServer server)
    {
        this.app = app;
        this.server = server;
        issuer = new Uri(app.Services.GetRequiredService<Issuer>().Value);
        actor = "local:" + AuditText.Clean(Environment.UserName, 50);
    }

    /// <summary>The JSON Schema of a configuration document.</summary>
    public static string ConfigurationSchema { get; } = Configuration.ConfigurationSchema.Text();

    /// <summary>A configuration document of the JSON of an Auth0 connection, or why there can be none.</summary>
    public static TokgateServerImport ImportAuth0(JsonObject connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Auth0Import.Of(connection);
    }

    /// <summary>What is wrong with a set-up, told one by one. Changes nothing.</summary>
    public static IAsyncEnumerable<TokgateServerFinding> DiagnoseAsync(TokgateServerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Doctor.ExamineAsync(options, cancellationToken);
    }

    /// <summary>The faults of a set-up that an exception tells of; empty if it is none.</summary>
    public static IReadOnlyList<string> FaultsOf(Exception exception) => SetupFaults.Of(exception);

    /// <summary>Starts it as the server would start: the same settings, and the same refusals.</summary>
    public static async Task<TokgateServerLocal> StartAsync(TokgateServerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new LocalServer();
        var app = TokgateServer.Create(options, builder =>
        {
            // What works in the background is the servers' to do; here only the start itself, and that what happened gets into the trail.
            foreach (var background in builder.Services.Where(static service => service.ServiceType == typeof(IHostedService)
                && service.ImplementationType != typeof(StartUp) && service.ImplementationType != typeof(AuditHostedService)).ToList())
            {
                builder.Services.Remove(background);
            }

            // Standard output is for answers.
            builder.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.Replace(ServiceDescriptor.Singleton<IServer>(server));
        });
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TokgateServerLocal(app, server);
    }

    /// <summary>Calls the management API.</summary>
    /// <param name="method">GET, POST, PATCH, PUT or DELETE.</param>
    /// <param name="path">Under <c>/api/v2/</c>, with the query.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="cancellationToken">Looked at before the call; what has begun runs to its end.</param>
    public Task<TokgateServerLocalAnswer> SendAsync(string method, string path, string? json, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return server.SendAsync(issuer, method, ApiDirectory.ManagementPath + path, json, actor);
    }

    /// <summary>The audience of the management API.</summary>
    public string ManagementAudience => app.Services.GetRequiredService<ApiDirectory>().Management.Audience;

    /// <summary>Every scope of the management API.</summary>
    public IReadOnlyList<string> ManagementScopes => app.Services.GetRequiredService<ApiDirectory>().Management.Scopes;

    /// <summary>An access token of the management API for a machine client that has a secret; audited. Null and why if there can be none.</summary>
    public async Task<(string? Token, string? Fault)> IssueTokenAsync(string clientId, IReadOnlyList<string>? scopes, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var services = app.Services;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var client = await services.GetRequiredService<IClientStore>().FindAsync(clientId, cancellationToken);
        if (client is not { IsActive: true } || !client.Client.Allows(GrantTypes.ClientCredentials))
        {
            return (null, "There is no active client of this id that takes client_credentials.");
        }

        if (client.Client.Audiences.FirstOrDefault(audience => audience.Audience == ManagementAudience) is not { } audience)
        {
            return (null, "The client has no grant for the management API.");
        }

        if (scopes?.FirstOrDefault(scope => !audience.Scopes.Contains(scope, StringComparer.Ordinal)) is { } missing)
        {
            return (null, $"The client's grant has not the scope {AllowedText.Of(missing)}.");
        }

        // It stands on the secret as one that was bought with it does, and dies with it.
        var credential = client.Secrets.LastOrDefault(secret => secret.IsActive(now))?.Id ?? (client.Keys is [var key, ..] ? key.CredentialId : null);
        if (credential is null)
        {
            return (null, "The client has no secret or key that a token could stand on.");
        }

        var claims = new AccessTokenClaims(clientId + ClientCredentialsGrant.SubjectSuffix, clientId, [audience.Audience], scopes ?? audience.Scopes, KeyValuePair.Create(CredentialStanding.Name, credential));
        var token = await services.GetRequiredService<AccessTokenIssuer>().IssueAsync(claims, lifetime, cancellationToken);
        var trail = services.GetRequiredService<AuditTrail>();
        trail.Record(trail.New(AuditNames.TokenIssued) with { ClientId = clientId, Actor = actor, Cause = "local" });
        await trail.FlushAsync(cancellationToken);
        return (token, null);
    }

    /// <summary>Puts everything that is sealed under the master key of now; how many grants that were, and the key's id.</summary>
    public async Task<(int Grants, string KeyId)> RewrapAsync(CancellationToken cancellationToken)
    {
        var moved = await app.Services.GetRequiredService<KeyRewrap>().RunAsync(cancellationToken);
        return (moved, app.Services.GetRequiredService<MasterKeyRing>().CurrentId);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
