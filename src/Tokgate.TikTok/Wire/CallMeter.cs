using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tokgate.TikTok;

/// <summary>How long TikTok takes and what it says, for whoever listens to the meter <c>Tokgate.TikTok</c>. Nothing of the call but its kind and its outcome is in it.</summary>
internal static class CallMeter
{
    private static readonly Meter s_meter = new("Tokgate.TikTok");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "tokgate.tiktok.call.duration",
        "s",
        "Calls of TikTok, retries included, by what was asked and what came of it.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static Task<TikTokResult<T>> MeasureAsync<T>(TikTokEndpoint endpoint, Task<TikTokResult<T>> call)
        where T : class => s_duration.Enabled ? MeasuredAsync(endpoint, call) : call;

    private static async Task<TikTokResult<T>> MeasuredAsync<T>(TikTokEndpoint endpoint, Task<TikTokResult<T>> call)
        where T : class
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await call.ConfigureAwait(false);
            outcome = OutcomeOf(result.Error);
            return result;
        }
        catch (Exception exception)
        {
            outcome = exception switch
            {
                TikTokProtocolException { Status: 429 } => "rate_limited",
                TikTokProtocolException { Status: >= 500 } => "unavailable",
                TikTokProtocolException => "unreadable",
                OperationCanceledException { InnerException: TimeoutException } => "timed_out",
                OperationCanceledException => "abandoned",
                HttpRequestException or IOException => "unreachable",
                _ => outcome,
            };
            throw;
        }
        finally
        {
            s_duration.Record(
                Stopwatch.GetElapsedTime(began).TotalSeconds, new("tokgate.tiktok.endpoint", endpoint.ToString()), new KeyValuePair<string, object?>("tokgate.outcome", outcome));
        }
    }

    private static string OutcomeOf(TikTokError? error) => error switch
    {
        null => "succeeded",
        { IsRateLimited: true } => "rate_limited",
        { Outcome: TikTokOutcome.Terminal } => "refused",
        _ => "unavailable",
    };
}
