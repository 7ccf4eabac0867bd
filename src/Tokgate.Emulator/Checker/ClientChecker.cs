using System.Collections.Concurrent;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>Watches the requests of clients under test and names each deviation from TikTok's documentation.</summary>
/// <remarks>
/// Owns the queue between the endpoints and the rules, the conversations that the rules look at, and the findings. A request costs an entry in
/// the queue; the rules run when somebody asks, or later on another thread, and under a load that they cannot follow requests are skipped and
/// counted. Nothing here touches an answer. The rules are in <see cref="RuleBook"/>; page and JSON in <see cref="CheckEndpoints"/>.
/// </remarks>
internal sealed class ClientChecker(World world) : IThreadPoolWorkItem
{
    private const int LongestQueue = 1_024;
    private const int WorthWaking = 128;
    private const int LongestBody = 4 * 1024;

    // Under load the rules get a small, constant share of the processor, however many requests there are.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Exchange> queue = new();
    private readonly Lock gate = new();
    private readonly Findings findings = new();
    private readonly Memory memory = new();
    private DateTimeOffset since = world.Clock.Now;
    private long order;
    private long skipped;
    private long lookedAt = TimeProvider.System.GetTimestamp();
    private int queued;
    private int isAwake;

    /// <summary>To be called first of all, before the body is read.</summary>
    public long Arrive() => Interlocked.Increment(ref order);

    /// <summary>To be called before the answer leaves, so that whoever has read the answer finds the request judged.</summary>
    public void Record(long arrived, Received request, Answer? answer)
    {
        if (!Sighting.IsOfInterest(request))
        {
            return;
        }

        if (Interlocked.Increment(ref queued) > LongestQueue)
        {
            Interlocked.Decrement(ref queued);
            Interlocked.Increment(ref skipped);
            return;
        }

        var body = answer is { ContentType: Answer.JsonType, Body.Length: > 0 and <= LongestBody } ? answer.Body : null;
        queue.Enqueue(new Exchange(arrived, Interlocked.Increment(ref order), request, answer?.Status ?? 0, answer?.Location, body));
        if (Volatile.Read(ref queued) > WorthWaking
            && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref lookedAt)) > Rest
            && Interlocked.Exchange(ref isAwake, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
        {
            LookLocked();
        }

        Volatile.Write(ref isAwake, 0);
    }

    /// <summary>Everything that was answered before this call is in it.</summary>
    public TikTokEmulatorCheck Report()
    {
        lock (gate)
        {
            LookLocked();
            return findings.Report(since, Interlocked.Read(ref skipped));
        }
    }

    /// <summary>Looks at what has come, before the world that it came into is changed.</summary>
    public void CatchUp()
    {
        if (Volatile.Read(ref queued) > 0)
        {
            lock (gate)
            {
                LookLocked();
            }
        }
    }

    /// <summary>Begins anew. What was issued is still known: the next request may bring a token of before.</summary>
    public void Clear()
    {
        lock (gate)
        {
            BeginLocked();
        }
    }

    /// <summary>Begins anew in a new world, in which nothing was issued.</summary>
    public void Reset()
    {
        lock (gate)
        {
            BeginLocked();
            memory.Clear();
        }
    }

    private void BeginLocked()
    {
        LookLocked();
        findings.Clear();
        Interlocked.Exchange(ref skipped, 0);
        since = world.Clock.Now;
    }

    private void LookLocked()
    {
        // As many as there are now: while requests keep coming there would be no end.
        for (var left = Volatile.Read(ref queued); left > 0 && queue.TryDequeue(out var exchange); left--)
        {
            Interlocked.Decrement(ref queued);
            memory.IsComplete &= Interlocked.Read(ref skipped) == 0;
            Judge(exchange);
        }

        Interlocked.Exchange(ref lookedAt, TimeProvider.System.GetTimestamp());
    }

    private void Judge(Exchange exchange)
    {
        try
        {
            var sighting = new Sighting(exchange, world, memory);
            if (sighting.Endpoint == CheckedEndpoints.None)
            {
                return;
            }

            findings.Count(sighting);
            foreach (var rule in RuleBook.At(sighting.Endpoint))
            {
                findings.Look(rule, sighting);
            }

            memory.Learn(sighting);
        }
#pragma warning disable CA1031 // a request that cannot be read must not end the emulator, which it would on a thread of the pool; the report says that one was not judged
        catch (Exception)
#pragma warning restore CA1031
        {
            findings.Break("(a request that could not be read)");
        }
    }
}
