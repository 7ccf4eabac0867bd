using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;
using Tokgate.Server.Storage;
using Tokgate.Vault;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>Looks at a set-up as a start would, step by step, and says how each step stands. Makes and changes nothing: no file, no schema, no key.</summary>
internal static class Doctor
{
    // Each stands on those before it.
    private static readonly IReadOnlyList<Func<IServiceProvider, IHostEnvironment, CancellationToken, Task<TokgateServerFinding>>> Steps = [KeyAsync, DatabaseAsync, SentinelAsync];

    public static async IAsyncEnumerable<TokgateServerFinding> ExamineAsync(TokgateServerOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (app, faults) = Create(options);
        foreach (var fault in faults)
        {
            yield return new("settings", Failed, fault);
        }

        if (app is null)
        {
            yield return new("everything else", Unknown, "Mend the settings first, then ask again.");
            yield break;
        }

        await using (app)
        {
            yield return new("settings", Fine, $"complete; environment {app.Environment.EnvironmentName}");
            var issuer = app.Services.GetRequiredService<Issuer>();
            yield return issuer.IsSecure
                ? new("issuer", Fine, issuer.Value)
                : new("issuer", app.Environment.IsDevelopment() ? Fine : Warning, $"{issuer.Value} is http, which only this machine can use. For others set Tokgate__Issuer to an https address.");
            var isReady = true;
            for (var step = 0; step < Steps.Count && isReady; step++)
            {
                var finding = await Steps[step](app.Services, app.Environment, cancellationToken);
                yield return finding;
                isReady = finding.Level is Fine or Warning;
            }

            if (!isReady)
            {
                yield return new("connections", Unknown, "They stand in the database, which cannot be read yet.");
                yield break;
            }

            await foreach (var finding in ConnectionChecks.ExamineAsync(app, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    private static (WebApplication? App, IReadOnlyList<string> Faults) Create(TokgateServerOptions options)
    {
        try
        {
            return (TokgateServer.Create(options, static builder => builder.Logging.ClearProviders()), []);
        }
        catch (Exception exception) when (SetupFaults.Of(exception) is { Count: > 0 } faults)
        {
            return (null, faults);
        }
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
