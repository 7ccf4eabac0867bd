using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Tokgate.Bench;

/// <summary>
/// Tells in a header of each answer how long the broker waited for TikTok's answers meanwhile, as its own HTTP client measured it. What is left of the time that the
/// load sees is the broker's own, the way over loopback and the waiting for a core included.
/// </summary>
internal static class UpstreamTimes
{
    public const string Header = "X-Bench-Upstream";

    private static readonly AsyncLocal<Spent?> Current = new();

    public static void Add(WebApplication app)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = static activity => Current.Value?.Add(activity.Duration),
        };
        ActivitySource.AddActivityListener(listener);
        app.Lifetime.ApplicationStopped.Register(listener.Dispose);
        app.Use(static (context, next) =>
        {
            var spent = Current.Value = new Spent();
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = spent.Value.TotalMicroseconds.ToString("F0", CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    // One request asks TikTok one thing after the other, so nobody adds at the same moment.
    private sealed class Spent
    {
        public TimeSpan Value { get; private set; }

        public void Add(TimeSpan more) => Value += more;
    }
}
