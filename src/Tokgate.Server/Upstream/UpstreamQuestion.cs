using Microsoft.Extensions.Options;
using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>One question to TikTok with all that stands in front of it: the breaker, the room and the deadline. What goes wrong comes back as a failure.</summary>
internal sealed class UpstreamQuestion(UpstreamRoom room, UpstreamBreaker breaker, IOptions<UpstreamOptions> options, TimeProvider time)
{
    /// <summary>The longest that an answer may take.</summary>
    public TimeSpan Deadline => options.Value.Deadline;

    /// <param name="connection">Whose breaker counts it.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">Gives up; none for what TikTok answers only once.</param>
    public async Task<(T? Answer, Failure? Failure)> AskAsync<T>(string connection, Func<CancellationToken, Task<TikTokResult<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var turn = breaker.Enter(connection);
        if (turn.Wait is { } wait)
        {
            return (null, FailureCatalogue.NotAsked(wait));
        }

        if (!room.TryEnter())
        {
            return (null, Crowded());
        }

        using var deadline = new CancellationTokenSource(options.Value.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var result = await ask(either.Token);
            var failure = result.IsSuccess ? null : FailureCatalogue.Of(result.Error);
            turn.Took(isAnswer: failure?.ErrorId != ErrorIds.UpstreamUnavailable);
            return (result.Value, failure);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            turn.Took(isAnswer: false);
            return (null, FailureCatalogue.Silent(options.Value.Deadline));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && FailureCatalogue.Of(exception) is { } failure)
        {
            turn.Took(isAnswer: failure.ErrorId != ErrorIds.UpstreamUnavailable);
            return (null, failure);
        }
        finally
        {
            room.Leave();
        }
    }

    public static Failure Crowded() => new(ErrorIds.UpstreamCrowded, StatusCodes.Status503ServiceUnavailable) { RetryAfter = UpstreamRoom.Pause };
}
