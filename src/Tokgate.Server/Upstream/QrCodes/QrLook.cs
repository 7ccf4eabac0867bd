using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>
/// Asks TikTok how far a code is: one at a time for each code, and no more often than <see cref="QrStart.Interval"/>, whoever wants to know and on whatever node. The look that sees a code confirmed
/// spends it, so once it has begun it is nobody's to give up, and what it brings is on disk before anybody hears of it.
/// </summary>
internal sealed class QrLook(IQrSignInStore store, QrSeal seal, UpstreamQuestion question, ConnectionDirectory connections, TimeProvider time)
{
    // Beyond the deadline of the question: whoever holds the claim and died must not hold it for long.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    public async Task<QrLooked> LookAsync(byte[] hash, QrSignIn seen, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (seen.StateAt(now) is QrState.Confirmed or QrState.Over)
        {
            return new QrLooked(seen.StateAt(now));
        }

        if (!await store.TryClaimAsync(hash, seen, now + question.Deadline + Margin, cancellationToken))
        {
            return new QrLooked(seen.State, IsTooSoon: true);
        }

        var (state, result, failure) = await AskAsync(hash, seen);
        var answered = seen with
        {
            State = state,
            SealedResult = result,
            NextLookAt = time.GetUtcNow() + (failure?.RetryAfter > QrStart.Interval ? failure.RetryAfter.Value : QrStart.Interval),
        };
        await store.AnswerAsync(hash, answered);
        return new QrLooked(state, failure);
    }

    private async Task<(QrState State, byte[]? Result, Failure? Failure)> AskAsync(byte[] hash, QrSignIn seen)
    {
        if (connections.Find(seen.Connection)?.Find(seen.TikTokApp)?.TikTok is not { } tikTok || !seal.TryOpen(seen, hash, out var code))
        {
            return (QrState.Over, null, null);
        }

        var (check, failure) = await question.AskAsync(seen.Connection, token => tikTok.CheckQrCodeAsync(code, token), CancellationToken.None);
        if (check is null)
        {
            // What waiting mends leaves the code as it was; at worst the next look hears that it is spent.
            return (failure!.RetryAfter is null ? QrState.Over : seen.State, null, failure); // one of the two is there
        }

        return check.Status switch
        {
            TikTokQrCodeStatus.New => (QrState.Waiting, null, null),
            TikTokQrCodeStatus.Scanned => (QrState.Scanned, null, null),
            TikTokQrCodeStatus.Confirmed => (QrState.Confirmed, seal.Seal(check, hash), null),
            TikTokQrCodeStatus.Expired or TikTokQrCodeStatus.Utilised => (QrState.Over, null, null),
            _ => (seen.State, null, null),
        };
    }
}
