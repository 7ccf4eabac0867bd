using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Faults;

/// <summary>Carries a fault out: before or after the effect, as an answer, a wait or an end of the connection.</summary>
internal sealed class FaultStriker(EmulatorClock clock, CancellationToken stopping)
{
    /// <summary>The answer to send and the length to declare for it; null when the connection was cut.</summary>
    public async Task<(Answer Answer, int? DeclaredLength)?> StrikeAsync(Fault fault, HttpContext context, Received request, Func<Received, Answer> handle)
    {
        // From the arrival: whoever sees that the fault is taken may move the clock before this line, and the wait must be over then.
        var due = request.Now + fault.Delay;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        switch (fault.Kind)
        {
            case FaultKind.CutBefore:
                context.Abort();
                return null;
            case FaultKind.CutAfter:
                handle(request);
                context.Abort();
                return null;
            case FaultKind.Hang:
                if (fault.AfterEffect)
                {
                    handle(request);
                }

                await HangAsync(ended.Token);
                context.Abort();
                return null;
            case FaultKind.Delay when fault.AfterEffect:
                var done = handle(request);
                await clock.WaitUntilAsync(due, ended.Token);
                return (done, null);
            case FaultKind.Delay:
                await clock.WaitUntilAsync(due, ended.Token);
                return (handle(request), null);
            case FaultKind.CutMiddle:
                var whole = handle(request);
                return (FaultAnswers.Truncate(fault, whole), Math.Max(whole.Body.Length, 2));
            default:
                return (FaultAnswers.Spoil(fault, request, fault.AfterEffect ? handle(request) : null), null);
        }
    }

    /// <summary>Ends when the caller goes away or the emulator stops.</summary>
    private static async Task HangAsync(CancellationToken ended)
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ended.Register(never.SetResult);
        await never.Task;
    }
}
