using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>npm oidc-provider, which is certified for the profiles that we re-wrote: what it fails is a wrong test.</summary>
internal sealed class ReferenceProvider : IProvider
{
    private readonly Process process;
    private TimeSpan ahead;

    private ReferenceProvider(Process process, Uri issuer)
    {
        this.process = process;
        Issuer = issuer;
    }

    public Uri Issuer { get; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ahead;

    public static async Task<IProvider> StartAsync(LogoutReceiver receiver)
    {
        var process = Peers.Start("reference-provider.mjs", "oidc-provider", JsonSerializer.Serialize(Rp.All.Select(rp => Client(rp, receiver))));
        if (await LineAsync(process) is not { } issuer)
        {
            process.Dispose();
            throw new InvalidOperationException(Peers.Missing);
        }

        return new ReferenceProvider(process, new Uri(issuer));
    }

    public async Task PassAsync(TimeSpan time)
    {
        await process.StandardInput.WriteLineAsync(time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        await process.StandardInput.FlushAsync();
        Assert.Equal("passed", await LineAsync(process));
        ahead += time;
    }

    public SocketsHttpHandler NewHandler(CookieContainer? cookies = null) => new() { AllowAutoRedirect = false, UseCookies = cookies is not null, CookieContainer = cookies ?? new CookieContainer() };

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Peers.Patience);
        await process.WaitForExitAsync(limit.Token);
        process.Dispose();
    }

    private static async Task<string?> LineAsync(Process process) => await process.StandardOutput.ReadLineAsync().WaitAsync(Peers.Patience);

    private static object Client(Rp rp, LogoutReceiver receiver) => new
    {
        client_id = rp.Id,
        client_secret = rp.Secret,
        token_endpoint_auth_method = rp.ByPost ? "client_secret_post" : "client_secret_basic",
        redirect_uris = new[] { Rp.Callback },
        post_logout_redirect_uris = new[] { Rp.PostLogout },
        backchannel_logout_uri = receiver.At(rp.Id),
        backchannel_logout_session_required = true,
        grant_types = new[] { "authorization_code", "refresh_token" },
    };
}
