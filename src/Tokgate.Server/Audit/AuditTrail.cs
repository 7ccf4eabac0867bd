using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Audit;

/// <summary>Where events are made, and where those go that no write takes along.</summary>
/// <remarks>
/// An event of a write belongs to that write: its store makes it here before it goes through the door and inserts it in the same transaction, so the two are
/// there together or not at all, for one statement and no commit. What writes nothing else (refusals, failures) is queued and written in batches. The queue is
/// bounded: when the disk is slower than the refusals, events are dropped, counted and told to the log, and nobody's request waits.
/// </remarks>
internal sealed class AuditTrail(IHttpContextAccessor contexts, IOptions<AuditOptions> options, TimeProvider time)
{
    private const int MaxQueue = 10_000;

    private readonly Channel<AuditEntry> queue = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(MaxQueue) { SingleReader = true });
    private readonly AuditTally tally = new();
    private readonly AuditTally reads = new();
    private long lost;

    public ChannelReader<AuditEntry> Queue => queue.Reader;

    /// <summary>An event of the request that is running on this flow of control, if one is: with its address, and what it is about.</summary>
    public AuditEvent New(string name)
    {
        var audited = new AuditEvent(name) { At = time.GetUtcNow() };
        if (contexts.HttpContext is not { } context)
        {
            return audited;
        }

        var about = AuditContext.Find(context);
        return audited with
        {
            FlowId = about?.FlowId,
            UserId = about?.UserId,
            SessionId = about?.SessionId,
            ClientId = about?.ClientId,
            Connection = about?.Connection,
            TikTokApp = about?.TikTokApp,
            Actor = about?.Actor,
            Change = about?.Change,
            Address = AuditText.Of(context.Connection.RemoteIpAddress, options.Value.Address),
            UserAgent = AuditText.Clean(context.Request.Headers.UserAgent, AuditText.MaxUserAgent),
        };
    }

    /// <summary>What the running request is about; something to write on that nobody reads if there is none.</summary>
    public AuditContext About() => contexts.HttpContext is { } context ? AuditContext.Of(context) : new AuditContext();

    public void Record(AuditEvent audited)
    {
        if (!queue.Writer.TryWrite(new AuditEntry(audited, null)))
        {
            Lose(1);
        }
    }

    public void Record(string name) => Record(New(name));

    /// <summary>For what may come thousands of times a second.</summary>
    public void Count(AuditEvent audited)
    {
        if (!tally.TryAdd(audited))
        {
            Lose(1);
        }
    }

    /// <summary>For what may come as often but must not be lost to others' floods: what is too much to be counted is written one by one.</summary>
    public void CountRead(AuditEvent audited)
    {
        if (!reads.TryAdd(audited))
        {
            Record(audited);
        }
    }

    /// <summary>A refusal at an endpoint that anybody may knock at.</summary>
    public void Refused(string name, string cause) => Count(New(name) with { Cause = cause });

    /// <summary>Puts what was counted among what is to be written.</summary>
    public void Settle()
    {
        foreach (var audited in tally.Take(time.GetUtcNow()).Concat(reads.Take(time.GetUtcNow())))
        {
            Record(audited);
        }
    }

    /// <summary>Done when everything that was recorded before is on disk.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Settle();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync(new AuditEntry(null, written), cancellationToken);
        await written.Task.WaitAsync(cancellationToken);
    }

    public void Complete()
    {
        Settle();
        queue.Writer.TryComplete();
    }

    public void Lose(int count) => Interlocked.Add(ref lost, count);

    /// <summary>How many were lost since this was asked last.</summary>
    public long TakeLost() => Interlocked.Exchange(ref lost, 0);
}
