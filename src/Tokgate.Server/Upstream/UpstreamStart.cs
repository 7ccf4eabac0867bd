using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Telemetry;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Upstream;

/// <summary>Sends a browser to TikTok, and remembers what for.</summary>
internal sealed class UpstreamStart(IPendingSignInStore store, BrowserCookies cookies, MasterKeyRing ring, SuspicionWatch watch, BrokerMeter meter, TimeProvider time)
{
    /// <summary>Somebody may have to look for their phone, or make a TikTok account first.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>A browser with more tabs than this open at TikTok loses the oldest; without a bound one browser could fill the table (T-26).</summary>
    public const int MaxPerBrowser = 5;

    private readonly SealingKey seal = ring.Derive("pending-sign-ins");

    /// <summary>With no request, the browser comes back to our own account page: that target is fixed, so there is nothing to redirect openly to.</summary>
    public Task SendAsync(HttpContext context, AuthorizationRequest? request, Connection connection, bool wantsFreshSignIn) => SendAsync(context, request, connection, wantsFreshSignIn, isForDashboard: false);

    /// <summary>For somebody who administers: the browser comes back to one fixed page of the dashboard, which decides what that is good for.</summary>
    public Task SendAdministratorAsync(HttpContext context, Connection connection) => SendAsync(context, request: null, connection, wantsFreshSignIn: true, isForDashboard: true);

    private async Task SendAsync(HttpContext context, AuthorizationRequest? request, Connection connection, bool wantsFreshSignIn, bool isForDashboard)
    {
        var live = connection.Live ?? throw new InvalidOperationException("A sign-in was begun by a connection that is not offered.");
        var state = Handle.New(HandleKind.UpstreamState);
        var stateHash = state.Hash();
        var asked = connection.ScopesFor(request?.Scopes ?? []);
        var verifier = connection.WantsPkce ? CodeVerifier.Create() : null;
        var browserHash = cookies.Bind(context, out var isKnownBrowser);
        var address = connection.AuthorizationAddress(live, request, asked, state.Reveal(), verifier?.ToChallenge(), wantsFreshSignIn);
        var now = time.GetUtcNow();
        var pending = new PendingSignIn
        {
            BrowserHash = browserHash,
            Connection = connection.Name,
            TikTokApp = live.ClientKey,
            Callback = connection.Callback,
            AskedScopes = asked.ToString(),
            SealedVerifier = seal.SealVerifier(verifier, stateHash),
            Request = request is null ? null : request with { Hints = null },
            IsForDashboard = isForDashboard,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        await store.AddAsync(stateHash, pending, isKnownBrowser ? MaxPerBrowser : null, context.RequestAborted);
        meter.SignInStarted(connection.Name);
        watch.Started(AddressKey.Of(context.Connection.RemoteIpAddress));
        BrowserRedirect.Send(context, address);
    }

    public CodeVerifier? OpenVerifier(PendingSignIn pending, byte[] stateHash) => seal.OpenVerifier(pending.SealedVerifier, stateHash);
}
