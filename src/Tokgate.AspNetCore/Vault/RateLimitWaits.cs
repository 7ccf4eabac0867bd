using System.Net;
using System.Security.Cryptography;

namespace Tokgate.AspNetCore;

/// <summary>The waits of one request for TikTok's rate limit.</summary>
internal sealed class RateLimitWaits(TimeSpan atMost, TimeProvider time)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);

    private TimeSpan _waited;
    private int _count;

    /// <summary>How long to wait before asking again; null when the answer is another one, or asking again would take too long.</summary>
    public TimeSpan? Next(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.TooManyRequests)
        {
            return null;
        }

        var retryAfter = response.Headers.RetryAfter;
        var wait = retryAfter?.Delta ?? (retryAfter?.Date - time.GetUtcNow()) ?? Doubled();
        wait = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        if (_waited + wait > atMost)
        {
            return null;
        }

        _count++;
        _waited += wait;
        return wait;
    }

    // TikTok documents no Retry-After. With some jitter, so that those who were refused together do not come together.
    private TimeSpan Doubled() => (s_first * Math.Pow(2, _count)) + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(500));
}
