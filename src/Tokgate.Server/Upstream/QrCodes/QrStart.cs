using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Telemetry;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>Has TikTok make a code, and remembers what for.</summary>
internal sealed class QrStart(IQrSignInStore store, QrSeal seal, UpstreamQuestion question, BrokerMeter meter, TimeProvider time)
{
    /// <summary>TikTok publishes none, so the shorter of the two ends a code. The less it lives, the less a stranger is shown one in time (RFC 8628, 5.4).</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(3);

    /// <summary>Between two looks, as the library's own polling has it.</summary>
    public static readonly TimeSpan Interval = new TikTokQrCodePolling().Interval;

    /// <param name="request">What is asked.</param>
    /// <param name="connection">One that is offered.</param>
    /// <param name="browserHash">Of the browser's cookie; null for a program.</param>
    /// <param name="limit">How many of this browser may be open; null for its first and for programs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(Handle? Handle, TikTokQrCode? Code, Failure? Failure)> BeginAsync(
        AuthorizationRequest request, Connection connection, byte[]? browserHash, int? limit, CancellationToken cancellationToken)
    {
        var live = connection.Live ?? throw new InvalidOperationException("A sign-in was begun by a connection that is not offered.");
        var asked = connection.ScopesFor(request.Scopes);
        var (code, failure) = await CreateAsync(connection.Name, live, asked, cancellationToken);
        if (code is null)
        {
            return (null, null, failure);
        }

        var handle = Handle.New(HandleKind.QrCode);
        var hash = handle.Hash();
        var now = time.GetUtcNow();
        var signIn = new QrSignIn
        {
            BrowserHash = browserHash,
            Connection = connection.Name,
            TikTokApp = live.ClientKey,
            AskedScopes = asked.ToString(),
            Request = request with { Hints = null },
            SealedCode = seal.Seal(code, hash),
            NextLookAt = now,
            CodeExpiresAt = now + CodeLifetime,
            CreatedAt = now,
            ExpiresAt = now + (browserHash is null ? CodeLifetime : UpstreamStart.Lifetime),
        };
        await store.AddAsync(hash, signIn, limit, cancellationToken);
        meter.SignInStarted(connection.Name);
        return (handle, code, null);
    }

    /// <summary>Another code for the same request. Of two who ask at once, both see the same one afterwards.</summary>
    public async Task<Failure?> RenewAsync(byte[] hash, QrSignIn former, TikTokApp app, CancellationToken cancellationToken)
    {
        var (code, failure) = await CreateAsync(former.Connection, app, TikTokScopes.Parse(former.AskedScopes), cancellationToken);
        if (code is null)
        {
            return failure;
        }

        var now = time.GetUtcNow();
        await store.TryRenewAsync(hash, former, former with { SealedCode = seal.Seal(code, hash), NextLookAt = now, CodeExpiresAt = now + CodeLifetime, Number = former.Number + 1 }, cancellationToken);
        return null;
    }

    // TikTok gives the state back with the code; it opens nothing here, because no callback knows it.
    private Task<(TikTokQrCode? Answer, Failure? Failure)> CreateAsync(string connection, TikTokApp app, TikTokScopes asked, CancellationToken cancellationToken) =>
        app.TikTok is { } tikTok
            ? question.AskAsync(connection, token => tikTok.CreateQrCodeAsync(asked, RandomId.New(), token), cancellationToken)
            : Task.FromResult<(TikTokQrCode?, Failure?)>((null, Failure.BadRequest(ErrorIds.DouyinHasNone)));
}
