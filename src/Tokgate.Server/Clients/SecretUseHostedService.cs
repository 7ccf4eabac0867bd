using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Tokgate.Server.Clients;

/// <summary>
/// Keeps, to the hour, when each secret was last used, so that an operator sees which of two nobody needs any more. A token request pays one look into memory; the
/// write comes later and elsewhere, and a crash loses an hour's note and nothing else.
/// </summary>
internal sealed partial class SecretUseHostedService(IClientStore store, TimeProvider time, ILogger<SecretUseHostedService> log) : BackgroundService
{
    public static readonly TimeSpan Coarseness = TimeSpan.FromHours(1);

    private const int MaxWaiting = 1_000;

    // As many entries as secrets were used since the start.
    private readonly ConcurrentDictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);
    private readonly Channel<KeyValuePair<string, DateTimeOffset>> waiting = Channel.CreateBounded<KeyValuePair<string, DateTimeOffset>>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    public void Note(string secretId)
    {
        var now = time.GetUtcNow();
        if ((!noted.TryGetValue(secretId, out var before) || now - before >= Coarseness) && waiting.Writer.TryWrite(KeyValuePair.Create(secretId, now)))
        {
            noted[secretId] = now;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (secretId, at) in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await store.NoteUseAsync(secretId, at, at - Coarseness, stoppingToken);
            }
#pragma warning disable CA1031 // a note that is missing harms nobody, and stopping the broker would
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                noted.TryRemove(secretId, out _); // the next use tries again
                LogFailed(log, exception);
            }
        }
    }
}
