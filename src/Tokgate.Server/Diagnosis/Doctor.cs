using System.Runtime.CompilerServices;
using Tokgate.Server.Connections;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>Looks at a set-up as a start would, step by step, and says how each step stands. Makes and changes nothing: no file, no schema, no key.</summary>
internal static class Doctor
{
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
            var isReady = true;
            await foreach (var finding in app.Services.GetRequiredService<InstallationExamination>().FoundationAsync(cancellationToken))
            {
                yield return finding;
                isReady = finding.Level is Fine or Warning;
            }

            if (!isReady)
            {
                yield return new("connections", Unknown, "They stand in the database, which cannot be read yet.");
                yield break;
            }

            await foreach (var finding in ConnectionsAsync(app.Services, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    private static async IAsyncEnumerable<TokgateServerFinding> ConnectionsAsync(IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var directory = services.GetRequiredService<ConnectionDirectory>();
        if (await LoadAsync(directory, cancellationToken) is { } fault)
        {
            yield return fault;
            yield break;
        }

        var all = directory.All.ToList();
        if (all.Count == 0)
        {
            yield return ConnectionExamination.None;
        }

        var examination = services.GetRequiredService<ConnectionExamination>();
        foreach (var connection in all)
        {
            foreach (var finding in await examination.ExamineAsync(connection, cancellationToken))
            {
                yield return finding;
            }
        }

        foreach (var finding in await services.GetRequiredService<ClockExamination>().ExamineAsync(all, cancellationToken))
        {
            yield return finding;
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

    private static async Task<TokgateServerFinding?> LoadAsync(ConnectionDirectory directory, CancellationToken cancellationToken)
    {
        try
        {
            await directory.StartAsync(cancellationToken);
            return null;
        }
        catch (SetupException fault)
        {
            return new("connections", Failed, fault.Message);
        }
    }
}
