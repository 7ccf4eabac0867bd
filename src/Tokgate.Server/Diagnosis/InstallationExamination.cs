using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;
using Tokgate.Server.Storage;
using Tokgate.Vault;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>Looks at what every sign-in stands on: issuer, master key, database, and how the world outside sees this broker. Makes and changes nothing.</summary>
internal sealed class InstallationExamination(IServiceProvider services, IHostEnvironment environment, IHttpContextAccessor contexts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] ForwardedNames = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"];

    // Each stands on those before it.
    private static readonly IReadOnlyList<Func<IServiceProvider, IHostEnvironment, CancellationToken, Task<TokgateServerFinding>>> Steps = [KeyAsync, DatabaseAsync, SentinelAsync];

    private Issuer Issuer => services.GetRequiredService<Issuer>();

    /// <summary>Ends with the first step that nothing more can stand on.</summary>
    public async IAsyncEnumerable<TokgateServerFinding> FoundationAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Issuer.IsSecure
            ? new("issuer", Fine, Issuer.Value)
            : new("issuer", environment.IsDevelopment() ? Fine : Warning, $"{Issuer.Value} is http, which only this machine can use. For others set Tokgate__Issuer to an https address.");
        foreach (var step in Steps)
        {
            var finding = await step(services, environment, cancellationToken);
            yield return finding;
            if (finding.Level is Failed or Unknown)
            {
                yield break;
            }
        }
    }

    /// <summary>Only for a broker that serves: whether its own address leads to it, and whether the proxy before it is known.</summary>
    public async Task<IReadOnlyList<TokgateServerFinding>> SurroundingsAsync(CancellationToken cancellationToken) => [await AddressAsync(cancellationToken), Proxy()];

    private async Task<TokgateServerFinding> AddressAsync(CancellationToken cancellationToken)
    {
        const string check = "public address";
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
            var document = await http.GetFromJsonAsync<JsonObject>(Issuer.At("/.well-known/openid-configuration"), cancellationToken);
            return (string?)document?["issuer"] == Issuer.Value
                ? new(check, Fine, $"{Issuer.Value} leads here, seen from this machine")
                : new(check, Failed, $"What answers at {Issuer.Value} is another issuer. Look at Tokgate__Issuer, and at where the proxy sends that address.");
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(check, Unknown, $"{Issuer.Value} could not be read from this machine. Some networks do not let a machine reach itself from outside; if browsers cannot reach it either, look at DNS, certificate and proxy.");
        }
    }

    private TokgateServerFinding Proxy()
    {
        const string check = "proxy headers";
        var entries = services.GetRequiredService<IOptions<ForwardingOptions>>().Value.Entries.ToList();
        var sent = contexts.HttpContext is { } context ? ForwardedNames.Where(context.Request.Headers.ContainsKey).ToList() : [];
        return (sent.Count, entries.Count) switch
        {
            (0, 0) => new(check, Fine, "no proxy is named, and none was seen"),
            (_, 0) => new(check, Warning, $"This request came with {string.Join(", ", sent)}, and no proxy is named. Everybody looks like the proxy then, in limits and logs: name its address in Tokgate__KnownProxies."),
            _ => new(check, Fine, $"X-Forwarded-For counts when it comes from {string.Join(", ", entries)}"),
        };
    }

    private static Task<TokgateServerFinding> KeyAsync(IServiceProvider services, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<KeysOptions>>().Value;
        if (options.MasterKeyCommand is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("Tokgate__MasterKey")) && !File.Exists(options.MasterKeyFile) && environment.IsDevelopment())
        {
            return Task.FromResult(new TokgateServerFinding("master key", Unknown, $"{options.MasterKeyFile} is not there yet; the first start in Development makes it."));
        }

        return TryAsync("master key", () =>
        {
            var ring = services.GetRequiredService<MasterKeyRing>();
            return Task.FromResult($"readable, id {ring.CurrentId}");
        });
    }

    private static Task<TokgateServerFinding> DatabaseAsync(IServiceProvider services, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var engine = options.IsPostgreSql ? "PostgreSQL" : "SQLite";
        if (!options.IsPostgreSql && new SqliteConnectionStringBuilder(options.Database).DataSource is var file && !File.Exists(file))
        {
            return Task.FromResult(new TokgateServerFinding("database", Unknown, $"The SQLite file {file} is not there yet; the first start makes it (in Production with --migrate)."));
        }

        return TryAsync("database", async () =>
        {
            await services.GetRequiredService<Migrator>().CheckAsync(cancellationToken);
            if (await services.GetRequiredService<ISchemaState>().FindFaultAsync(cancellationToken) is { } fault)
            {
                throw new SetupException(fault.ErrorId, fault.Message);
            }

            return $"{engine} answers, and its schema is this version's";
        });
    }

    private static Task<TokgateServerFinding> SentinelAsync(IServiceProvider services, IHostEnvironment environment, CancellationToken cancellationToken) => TryAsync("master key of this database", async () =>
    {
        await services.GetRequiredService<MasterKeySentinel>().CheckAsync(cancellationToken);
        return "it opens what is sealed there";
    });

    private static async Task<TokgateServerFinding> TryAsync(string check, Func<Task<string>> look)
    {
        try
        {
            return new(check, Fine, await look());
        }
        catch (Exception exception) when (SetupFaults.Of(exception) is { Count: > 0 } faults)
        {
            return new(check, Failed, string.Join(" ", faults));
        }
        catch (DbException exception)
        {
            // The driver's words name hosts and files and never the password.
            return new(check, Failed, $"The database does not answer: {exception.Message.ReplaceLineEndings(" ")} Look at Tokgate__Database, and whether the server runs.");
        }
    }
}
