using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Outgoing;

/// <summary>One try of one claimed delivery, and what follows from it.</summary>
internal sealed partial class DeliveryAttempt(
    IDeliveryStore store, OutgoingHttp http, IEnumerable<IDeliveryKind> kinds, IOptions<DeliveryOptions> options, BrokerMeter meter, TimeProvider time, ILogger<DeliveryAttempt> log)
{
    private readonly Dictionary<string, IDeliveryKind> known = kinds.ToDictionary(static kind => kind.Name, StringComparer.Ordinal);

    public async Task RunAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            var outcome = await TryAsync(delivery, stoppingToken);
            if (await store.FinishAsync(delivery, outcome))
            {
                meter.Delivery(delivery.Kind, outcome switch
                {
                    { Verdict: DeliveryVerdict.Done } => "done",
                    { Verdict: DeliveryVerdict.Refused } => "refused",
                    { NextAt: null } => "given_up",
                    _ => "failed",
                });
                Tell(delivery, outcome);
                if (known.TryGetValue(delivery.Kind, out var kind))
                {
                    await kind.AfterAsync(delivery, outcome);
                }
            }
        }
#pragma warning disable CA1031 // the claim runs out and somebody tries again; one delivery must not end the others
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBroken(log, delivery.Id, exception);
        }
    }

    private async Task<DeliveryOutcome> TryAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        if (!known.TryGetValue(delivery.Kind, out var kind))
        {
            return Again(delivery, options.Value.MaxAttempts, new OutgoingAnswer(null, OutgoingCause.KindUnknown));
        }

        try
        {
            using var content = await kind.MakeAsync(delivery, stoppingToken);
            var answer = content is null ? new OutgoingAnswer(null, OutgoingCause.NothingToSend) : await http.PostAsync(delivery.Target, content, stoppingToken);
            var verdict = answer.Status is { } status ? kind.Judge(status)
                : answer.Cause is OutgoingCause.TargetRefused or OutgoingCause.NothingToSend ? DeliveryVerdict.Refused // only the operator can change that
                : DeliveryVerdict.TryAgain;
            return verdict == DeliveryVerdict.TryAgain ? Again(delivery, kind.MaxAttempts ?? options.Value.MaxAttempts, answer) : new DeliveryOutcome(verdict, answer, null);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Perhaps it arrived; that it arrives twice is the smaller evil.
            return new DeliveryOutcome(DeliveryVerdict.TryAgain, new OutgoingAnswer(null, OutgoingCause.Stopped), time.GetUtcNow());
        }
    }

    private DeliveryOutcome Again(Delivery delivery, int maxAttempts, OutgoingAnswer answer)
    {
        if (delivery.Attempts >= maxAttempts)
        {
            return new DeliveryOutcome(DeliveryVerdict.TryAgain, answer, null);
        }

        var wait = options.Value.FirstRetryAfter * Math.Pow(4, delivery.Attempts - 1) is var grown && grown < options.Value.MaxRetryAfter ? grown : options.Value.MaxRetryAfter;

        // What failed together must not come back together.
        return new DeliveryOutcome(DeliveryVerdict.TryAgain, answer, time.GetUtcNow() + (wait * (RandomNumberGenerator.GetInt32(500, 1001) / 1000.0)));
    }

    // The host and never the whole address: a webhook's path may be its secret.
    private void Tell(Delivery delivery, DeliveryOutcome outcome)
    {
        if (outcome.Answer.Cause == OutgoingCause.TargetRefused)
        {
            LogTargetRefused(log, delivery.Id, delivery.Kind, delivery.Host);
        }
        else if (outcome is { Verdict: DeliveryVerdict.Refused, Answer.Status: { } refusal })
        {
            LogRefused(log, delivery.Id, delivery.Kind, delivery.Host, (int)refusal);
        }
        else if (outcome is { Verdict: DeliveryVerdict.TryAgain, NextAt: null })
        {
            LogGivenUp(log, delivery.Id, delivery.Kind, delivery.Host, delivery.Attempts, outcome.Answer.Status, outcome.Answer.Cause);
        }
    }
}
