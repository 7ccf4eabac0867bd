using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Outgoing;

/// <summary>
/// The one way out to addresses that people enter (T-45). A name is resolved once and the connection goes to an address that was checked, so a name that changes
/// its mind gains nothing. No redirect is followed, no cookie, proxy or credential of ours is used, and of the answer only the status is read.
/// </summary>
internal sealed class OutgoingHttp : IDisposable
{
    private const int MostAddresses = 4; // of a name that resolves to hundreds, each with a connect that hangs

    private readonly TargetRules rules;
    private readonly INameResolver resolver;
    private readonly HttpClient http;

    public OutgoingHttp(TargetRules rules, INameResolver resolver, IOptions<DeliveryOptions> options)
    {
        this.rules = rules;
        this.resolver = resolver;
        http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // a trace of ours is nothing for strangers
            MaxConnectionsPerServer = options.Value.ParallelPerHost,
            MaxResponseHeadersLength = 16, // kilobytes
            MaxResponseDrainSize = 4 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        })
        {
            Timeout = options.Value.AttemptTimeout,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Tokgate");
    }

    public async Task<OutgoingAnswer> PostAsync(Uri target, HttpContent content, CancellationToken cancellationToken)
    {
        if ((target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp) || target.UserInfo.Length > 0)
        {
            return new OutgoingAnswer(null, OutgoingCause.TargetRefused);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new OutgoingAnswer(response.StatusCode, null);
        }
        catch (HttpRequestException exception)
        {
            return new OutgoingAnswer(null, CauseOf(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OutgoingAnswer(null, OutgoingCause.TimedOut);
        }
    }

    public void Dispose() => http.Dispose();

    private static OutgoingCause CauseOf(HttpRequestException exception) => exception switch
    {
        { InnerException: TargetRefusedException } => OutgoingCause.TargetRefused,
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => OutgoingCause.HostUnknown,
        { HttpRequestError: HttpRequestError.NameResolutionError } => OutgoingCause.HostUnknown,
        { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } => OutgoingCause.TlsFailed,
        { HttpRequestError: HttpRequestError.ConnectionError } => OutgoingCause.Unreachable,
        _ => OutgoingCause.AnswerUnreadable,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isHttps = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps; // we made the request with it
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);
        var reachable = addresses.Where(address => rules.MayReach(address, port, isHttps)).Take(MostAddresses).ToArray();
        for (var index = 0; index < reachable.Length; index++)
        {
            var socket = new Socket(reachable[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(reachable[index], port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                if (exception is not SocketException || index == reachable.Length - 1)
                {
                    throw;
                }
            }
        }

        throw addresses.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new TargetRefusedException();
    }
}
