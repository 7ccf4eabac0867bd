using System.Net;
using System.Net.Sockets;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>Our broker, with TikTok's emulator behind it.</summary>
internal sealed class TokgateProvider : IProvider
{
    private readonly SignInWorld world;

    private TokgateProvider(SignInWorld world) => this.world = world;

    public Uri Issuer { get; } = new(Broker.Issuer);

    public DateTimeOffset Now => world.Broker.Time.GetUtcNow();

    public static async Task<IProvider> StartAsync(LogoutReceiver receiver) => new TokgateProvider(await SignInWorld.StartAsync([.. Rp.All.Select(rp => Client(rp, receiver))]));

    public Task PassAsync(TimeSpan time)
    {
        world.Broker.Time.Advance(time);
        return Task.CompletedTask;
    }

    public SocketsHttpHandler NewHandler(CookieContainer? cookies = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new CookieContainer(),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var port = context.DnsEndPoint.Port == Issuer.Port ? world.Broker.Address.Port : context.DnsEndPoint.Port;
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private static TokgateServerClient Client(Rp rp, LogoutReceiver receiver) => new()
    {
        Id = rp.Id,
        Secret = rp.Secret,
        AuthMethod = rp.ByPost ? "client_secret_post" : "client_secret_basic",
        IsFirstParty = true,
        RequiresPkce = false,
        RedirectUris = [Rp.Callback],
        PostLogoutRedirectUris = [Rp.PostLogout],
        BackChannelLogoutUri = receiver.At(rp.Id),
        RequiresBackChannelLogoutSession = true,
    };
}
