using Polly;
using Polly.Retry;

namespace Tokgate.TikTok;

/// <summary>Tries a harmless call again while TikTok is busy, broken or silent.</summary>
internal sealed class Retries
{
    private static readonly ResiliencePropertyKey<TikTokEndpoint> s_endpoint = new("tiktok-endpoint");

    private readonly Lazy<ResiliencePipeline<Answer>> _pipeline; // a large part of what a client costs, and not every client reads
    private readonly TimeSpan _longestWait;

    public Retries(TikTokRetryOptions options, TimeProvider time)
    {
        _longestWait = options.MaxDelay;
        _pipeline = new(() => Build(options, time));
    }

    public async Task<Answer> RunAsync(TikTokEndpoint endpoint, Func<CancellationToken, Task<Answer>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(s_endpoint, endpoint);
            return await _pipeline.Value.ExecuteAsync(
                static async (inner, state) => await state(inner.CancellationToken).ConfigureAwait(false), context, call).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<Answer> Build(TikTokRetryOptions options, TimeProvider time) => options.MaxAttempts == 1
        ? ResiliencePipeline<Answer>.Empty
        : new ResiliencePipelineBuilder<Answer> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<Answer>
        {
            MaxRetryAttempts = options.MaxAttempts - 1,
            Delay = options.BaseDelay,
            MaxDelay = options.MaxDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(IsWorthAnother(arguments)),
            DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome)),
        }).Build();

    private static TimeSpan? RetryAfter(Outcome<Answer> outcome) =>
        outcome.Exception is TikTokProtocolException exception ? exception.RetryAfter : outcome.Result?.Error?.RetryAfter;

    private bool IsWorthAnother(RetryPredicateArguments<Answer> arguments)
    {
        // The caller gave up, or TikTok asks for a longer wait than may be: waiting less would only earn the same answer.
        if (arguments.Context.CancellationToken.IsCancellationRequested || RetryAfter(arguments.Outcome) > _longestWait)
        {
            return false;
        }

        var outcome = arguments.Outcome.Exception is { } exception
            ? TikTokOutcomes.Of(exception, arguments.Context.Properties.GetValue(s_endpoint, TikTokEndpoint.UserInfo))
            : arguments.Outcome.Result?.Error?.Outcome;
        return outcome == TikTokOutcome.Retryable;
    }
}
